import { canonicalJson, type Json, type JsonObject } from '../domain/json.ts';
import type { Run } from '../domain/run.ts';
import { stepIdIn } from '../domain/step-id.ts';
import { everyStep, type ApiCallStep, type Step, type WorkflowVersion } from '../domain/workflow.ts';
import type { RunStore, WorkflowStore } from '../ports.ts';

/** What a call was answered in an earlier run; redacted then already. Undefined where none has made it. */
export type RecordedAnswers = (call: {
  readonly key: string;
  readonly step: ApiCallStep;
  readonly values: JsonObject;
}) => Promise<{ readonly executionId: string; readonly body: Json } | undefined>;

/** So many of the newest runs are looked at, and so many of those that went well are read. */
const LOOKED_AT = 10;
const READ = 3;

/**
 * Answers of the last runs of a workflow that went well, read when the first is asked for. A step counts as the same
 * where its id and its operation are; of its answers the one to the same input comes first, then the one in the same
 * place, then the newest.
 */
export function recordedAnswers({
  version,
  tenantId,
  runs,
  workflows,
}: {
  readonly version: WorkflowVersion;
  readonly tenantId: string;
  readonly runs: Pick<RunStore, 'list' | 'get'>;
  readonly workflows: Pick<WorkflowStore, 'getVersion'>;
}): RecordedAnswers {
  const { workflowId } = version;
  const load = async (): Promise<readonly PastCall[]> => {
    const { items } = await runs.list({ tenantId, workflowId, page: 1, limit: LOOKED_AT });
    const good = items.filter(({ status }) => status === 'completed').slice(0, READ);
    const found = await Promise.all(
      good.map(async ({ id, workflowVersion }) => {
        const [run, past] = await Promise.all([
          runs.get(tenantId, id),
          workflowVersion === version.version
            ? version
            : workflows.getVersion(tenantId, workflowId, workflowVersion),
        ]);
        return run === undefined || past === undefined ? [] : callsOf(run, past.steps);
      }),
    );
    return found.flat();
  };
  let loading: Promise<readonly PastCall[]> | undefined;
  return async ({ key, step, values }) => {
    const calls = (await (loading ??= load())).filter((call) => isSameCall(call.step, step));
    const input = canonicalJson(values);
    return (calls.find((call) => call.input === input) ?? calls.find((call) => call.key === key) ?? calls[0])
      ?.answer;
  };
}

interface PastCall {
  readonly key: string;
  readonly step: ApiCallStep;
  /** Canonical. */
  readonly input: string;
  readonly answer: { readonly executionId: string; readonly body: Json };
}

function callsOf(run: Run, steps: readonly Step[]): readonly PastCall[] {
  const byId = new Map(everyStep(steps).map((step) => [step.id, step]));
  return Object.entries(run.steps).flatMap(([key, { status, input, output }]) => {
    const step = byId.get(stepIdIn(key));
    if (step?.type !== 'api_call' || status !== 'completed' || output === undefined) return [];
    const answer = { executionId: run.id, body: output };
    return [{ key, step, input: canonicalJson(input ?? null), answer }];
  });
}

function isSameCall(one: ApiCallStep, other: ApiCallStep): boolean {
  return (['id', 'apiConnectionId', 'method', 'endpoint'] as const).every(
    (name) => one[name] === other[name],
  );
}
