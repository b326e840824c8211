import type { rehearsalRoutes } from '../../shared/api/rehearsals.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { stepIdIn } from '../../shared/domain/step-id.ts';
import { everyStep, isSent, type ApiCallStep, type WorkflowVersion } from '../../shared/domain/workflow.ts';
import { endpointId } from '../../shared/openapi/name-tools.ts';
import { recordedAnswers } from '../../shared/rehearsal/recorded-answers.ts';
import { rehearse } from '../../shared/rehearsal/rehearse.ts';
import type { CatalogueStore, Clock, ConnectionStore, Expressions, RunStore } from '../../shared/ports.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { rehearsalView } from './rehearsal-view.ts';

export interface DryRunPorts {
  readonly workflows: Pick<WorkflowStore, 'get' | 'getVersion'>;
  readonly runs: Pick<RunStore, 'list' | 'get'>;
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly catalogues: Pick<CatalogueStore, 'getOperations'>;
  readonly expressions: Expressions;
  readonly clock: Clock;
}

/** An answer of ours has 30 s and 6 MB. */
const LIMITS = { steps: 500, ms: 15_000, bytes: 2_000_000 };
/** Of the input, as JSON; the same as a run may have. */
const MAX_INPUT_BYTES = 256 * 1024;

/**
 * Runs a version of a workflow without sending anything. This function has no way out: neither an HTTP client nor the
 * right to open a credential.
 */
export function dryRunWorkflow({
  workflows,
  runs,
  connections,
  catalogues,
  expressions,
  clock,
}: DryRunPorts): Handler<typeof rehearsalRoutes.dryRunWorkflow> {
  return async ({ params: { id }, body, caller: { tenantId } }) => {
    const version = await findVersion({ workflows, tenantId, id, wanted: body?.version });
    const input = body?.input ?? {};
    if (Buffer.byteLength(JSON.stringify(input)) > MAX_INPUT_BYTES)
      throw new AppError('PAYLOAD_TOO_LARGE', 'The input of a dry run may have 256 KB.');
    const answers = body?.answers ?? {};
    assertAnswersFit(Object.keys(answers), version);
    const rehearsal = await rehearse({
      play: { steps: version.steps, input, answers },
      ports: {
        expressions,
        clock,
        recorded: recordedAnswers({ version, tenantId, runs, workflows }),
        connection: onceEach((connectionId: string): Promise<Connection | undefined> =>
          connections.get(tenantId, connectionId),
        ),
        operation: async ({ method, endpoint, binding }: ApiCallStep) => {
          if (binding.specHash === '') return undefined;
          const wanted = [endpointId(method, endpoint)];
          const [operation] = await catalogues
            .getOperations(tenantId, binding.specHash, wanted)
            .catch(noneWhereGone);
          return operation;
        },
      },
      limits: LIMITS,
    });
    return rehearsalView({ version, rehearsal });
  };
}

async function findVersion({
  workflows,
  tenantId,
  id,
  wanted,
}: {
  workflows: DryRunPorts['workflows'];
  tenantId: string;
  id: string;
  wanted: number | undefined;
}): Promise<WorkflowVersion> {
  const workflow = await workflows.get(tenantId, id);
  if (workflow === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
  const version = await workflows.getVersion(tenantId, id, wanted ?? workflow.version);
  if (version === undefined) throw new AppError('RESOURCE_NOT_FOUND', `There is no version ${wanted ?? ''}.`);
  return version;
}

/** An answer for a step that asks for none would be passed over without a word. */
function assertAnswersFit(keys: readonly string[], { steps }: WorkflowVersion): void {
  const asked = everyStep(steps).filter((step) => isSent(step) || step.type === 'approval');
  const ids = new Set(asked.map((step) => step.id));
  const details = keys
    .filter((key) => !ids.has(stepIdIn(key)))
    .map((key) => ({
      path: `body.answers.${key}`,
      message: `There is no call and no approval "${stepIdIn(key)}"; there are ${[...ids].join(', ') || 'none'}.`,
    }));
  if (details.length > 0) throw new AppError('VALIDATION_ERROR', details[0]?.message, { details });
}

function onceEach<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id) => {
    const reading = known.get(id) ?? read(id);
    known.set(id, reading);
    return reading;
  };
}

function noneWhereGone(error: unknown): readonly never[] {
  if (error instanceof AppError && error.code === 'RESOURCE_NOT_FOUND') return [];
  throw error;
}
