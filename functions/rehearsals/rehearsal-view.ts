import type { RouteOutput } from '../../shared/api/route.ts';
import type { rehearsalRoutes } from '../../shared/api/rehearsals.ts';
import type { StepRecord } from '../../shared/domain/run.ts';
import { runErrorView } from '../../shared/domain/run-error-view.ts';
import { stepIdIn } from '../../shared/domain/step-id.ts';
import { everyStep, type Step, type WorkflowVersion } from '../../shared/domain/workflow.ts';
import type { Rehearsal, RehearsalStatus, RehearsedCall } from '../../shared/rehearsal/rehearsal.ts';

type View = RouteOutput<typeof rehearsalRoutes.dryRunWorkflow>;

const REASONS: Partial<Record<RehearsalStatus, string>> = {
  unknown: 'What comes next depends on an answer that nobody can know before: give it in answers.',
  stopped: 'A dry run goes as far as 500 steps, 15 seconds or 2 MB; a run has none of these limits.',
};

/** A rehearsal as its caller sees it: steps in the order they began, then those it did not come to. */
export function rehearsalView({
  version: { workflowId, version, planHash, steps },
  rehearsal: { status, output, error, journal, calls },
}: {
  readonly version: WorkflowVersion;
  readonly rehearsal: Rehearsal;
}): View {
  const byId = new Map(everyStep(steps).map((step) => [step.id, step]));
  const reached = new Set(Object.keys(journal).map(stepIdIn));
  const reason = REASONS[status];
  const views = Object.entries(journal).flatMap(([key, record]) => {
    const step = byId.get(stepIdIn(key));
    return step === undefined ? [] : [stepView({ key, step, record, call: calls.get(key) })];
  });
  const count = (effect: Step['effect']): number =>
    views.filter((view) => view.request !== undefined && view.effect === effect).length;
  return {
    workflowId,
    version,
    planHash,
    status,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error: runErrorView(error) }),
    ...(reason === undefined ? {} : { reason }),
    calls: { read: count('read'), write: count('write'), irreversible: count('irreversible') },
    steps: views,
    notReached: [...byId.values()]
      // A parallel step has no entry of its own.
      .filter(({ id, type }) => !reached.has(id) && type !== 'parallel')
      .map(({ id, name, type }) => ({ stepId: id, name, type })),
  };
}

function stepView({
  key,
  step: { id, name, type, effect },
  record: { status, attempt, output, error, passes, startedAt, dueAt },
  call = { doubts: [], warnings: [] },
}: {
  readonly key: string;
  readonly step: Step;
  readonly record: StepRecord;
  readonly call: RehearsedCall | undefined;
}): View['steps'][number] {
  const { request, answer, doubts, warnings } = call;
  return {
    id: key,
    stepId: id,
    name,
    type,
    effect,
    status,
    attempt,
    ...(request === undefined ? {} : { request: { ...request, headers: { ...request.headers } } }),
    ...(answer === undefined ? {} : { answer }),
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error: runErrorView(error) }),
    ...(type === 'wait' && dueAt !== undefined
      ? { waits: (Date.parse(dueAt) - Date.parse(startedAt)) / 1000 }
      : {}),
    ...(passes === undefined ? {} : { passes }),
    doubts: [...doubts],
    warnings: [...warnings],
  };
}
