import { PRICE_LIST } from '../../shared/domain/cost/prices.ts';
import { costOfRun } from '../../shared/domain/cost/run-cost.ts';
import type { executionRoutes } from '../../shared/api/executions.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { Run, StepRecord } from '../../shared/domain/run.ts';
import { runErrorView } from '../../shared/domain/run-error-view.ts';
import { everyStep, isLeaf, leavesOf, type Step } from '../../shared/domain/workflow.ts';
import { stepIdIn } from '../../shared/domain/step-id.ts';
import type { RunStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { valueShower } from './shown-values.ts';

/** One execution: its steps in the order they are written, with those that have not started. */
export function getExecution({
  runs,
  workflows,
}: {
  runs: RunStore;
  workflows: WorkflowStore;
}): Handler<typeof executionRoutes.getExecution> {
  return async ({ params: { id }, caller: { tenantId } }) => {
    const run = await runs.get(tenantId, id);
    if (run === undefined) throw new AppError('EXECUTION_NOT_FOUND');
    const version = await workflows.getVersion(tenantId, run.workflowId, run.workflowVersion);
    const show = valueShower();
    return {
      id: run.id,
      workflowId: run.workflowId,
      workflowVersion: run.workflowVersion,
      status: run.status,
      input: run.input,
      ...show(run.output === undefined ? {} : { output: run.output }),
      ...(run.error === undefined ? {} : { error: runErrorView(run.error) }),
      ...waitsFor(run),
      ...(run.retryOf === undefined ? {} : { retryOf: run.retryOf }),
      steps: everyStep(version?.steps ?? []).flatMap((step) => stepViews({ step, journal: run.steps, show })),
      cost: costView(run, version?.steps ?? []),
      startedAt: run.startedAt ?? null,
      completedAt: run.completedAt ?? null,
      createdAt: run.createdAt,
    };
  };
}

/** What a run that is under way waits for, where it waits. */
function waitsFor({ status, steps }: Run): { readonly waitingFor?: 'decision' | 'approval' | 'time' } {
  if (status !== 'running') return {};
  const states = new Set(Object.values(steps).map((record) => record.status));
  if (states.has('running')) return {};
  if (states.has('unknown')) return { waitingFor: 'decision' };
  if (states.has('held')) return { waitingFor: 'approval' };
  return states.has('waiting') ? { waitingFor: 'time' } : {};
}

/** A step as often as it has entries: once, or once for each pass of the loops around it. */
function stepViews({
  step,
  journal,
  show,
}: {
  step: Step;
  journal: Readonly<Record<string, StepRecord>>;
  show: ReturnType<typeof valueShower>;
}) {
  const keys = Object.keys(journal).filter((key) => stepIdIn(key) === step.id);
  const isRecorded = isLeaf(step) || step.type === 'condition' || step.type === 'loop';
  if (!isRecorded) return [];
  return keys.length === 0
    ? [stepView(step, step.id, undefined)]
    : keys.map((key) => ({ ...stepView(step, key, journal[key]), ...show(journal[key] ?? {}) }));
}

function stepView({ id: stepId, name, type }: Step, id: string, record: StepRecord | undefined) {
  return {
    id,
    stepId,
    name,
    type,
    status: record?.status ?? ('pending' as const),
    attempt: record?.attempt ?? 0,
    startedAt: record?.startedAt ?? null,
    completedAt: record?.completedAt ?? null,
    duration: record?.duration ?? null,
    ...(record?.dueAt === undefined ? {} : { dueAt: record.dueAt }),
    ...(record?.passes === undefined ? {} : { passes: record.passes }),
    ...(record?.error === undefined ? {} : { error: runErrorView(record.error) }),
  };
}

function costView(run: Run, steps: readonly Step[]) {
  const calls = new Set(leavesOf(steps).flatMap(({ id, type }) => (WAITS.has(type) ? [] : [id])));
  const { usd, amounts } = costOfRun(run, (key) => calls.has(stepIdIn(key)));
  return {
    usd: Math.round(usd * 1e9) / 1e9,
    writeUnits: amounts.dynamoDbWriteUnit ?? 0,
    readUnits: amounts.dynamoDbReadUnit ?? 0,
    lambdaRequests: amounts.lambdaRequest ?? 0,
    lambdaGbSeconds: Math.round((amounts.lambdaGbSecond ?? 0) * 1e6) / 1e6,
    expressRequests: amounts.expressRequest ?? 0,
    standardTransitions: amounts.standardTransition ?? 0,
    region: PRICE_LIST.region,
    pricesOf: PRICE_LIST.asOf,
  };
}

/** Nobody works while these are under way. */
const WAITS: ReadonlySet<Step['type']> = new Set(['wait', 'approval']);
