import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { AppError, type ErrorCode } from '../../shared/domain/errors.ts';
import { placeOfCursor } from '../../shared/domain/run-cursor.ts';
import { runIdFor } from '../../shared/domain/run-id.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findRun } from './find-run.ts';
import { retryRun, type RetryPorts } from './retry-run.ts';

/** So many are started at the same time. */
const AT_A_TIME = 5;

type Outcome =
  | { readonly executionId: string; readonly retryOf: string; readonly stepsTakenOver: number }
  | { readonly executionId: string; readonly code: ErrorCode; readonly message: string };

/**
 * Runs what failed in some time again, each once: the new run's id follows from the old one's, so that who asks twice, or
 * asks again because the answer was lost, starts nothing twice. A retry that failed is a failed run of its own.
 */
export function retryFailedExecutions(
  ports: RetryPorts,
): Handler<typeof executionControlRoutes.retryFailedExecutions> {
  return async ({ params: { id: workflowId }, body, caller, request: { now }, change, unchanged }) => {
    const { tenantId, userId } = caller;
    const workflow = await ports.workflows.get(tenantId, workflowId);
    if (workflow === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
    const { from, to, limit, version, cursor } = body;
    const page = await ports.runs.list({
      tenantId,
      workflowId,
      status: 'failed',
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      page: 1,
      limit,
      ...(cursor === undefined ? {} : { after: placeOf(cursor) }),
    });

    const retry = async (executionId: string): Promise<Outcome> => {
      const id = runIdFor({ tenantId, workflowId, key: `bulk-retry:${executionId}` });
      try {
        // The list holds no large bodies, and the steps that are taken over need theirs.
        const old = await findRun({ runs: ports.runs, tenantId, id: executionId });
        const { created, stepsTakenOver } = await retryRun({
          old,
          id,
          version,
          userId,
          now,
          change: (about) =>
            change({ details: about, events: [{ type: 'execution.started', data: about, runId: id }] }),
          ports,
        });
        if (created) return { executionId: id, retryOf: executionId, stepsTakenOver };
        return { executionId, code: 'CONFLICT', message: `It has been run again already, as ${id}.` };
      } catch (error) {
        if (error instanceof AppError) return { executionId, code: error.code, message: error.message };
        throw error;
      }
    };
    const outcomes: Outcome[] = [];
    for (let at = 0; at < page.items.length; at += AT_A_TIME) {
      const batch = page.items.slice(at, at + AT_A_TIME);
      outcomes.push(...(await Promise.all(batch.map((run) => retry(run.id)))));
    }
    const started = outcomes.filter((outcome) => 'retryOf' in outcome);
    if (started.length === 0) unchanged();
    return {
      started,
      skipped: outcomes.filter((outcome) => 'code' in outcome),
      ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
    };
  };
}

function placeOf(cursor: string) {
  const place = placeOfCursor(cursor);
  if (place !== undefined) return place;
  const message = 'Take the cursor from `nextCursor` of the answer before.';
  throw new AppError('VALIDATION_ERROR', undefined, { details: [{ path: 'body.cursor', message }] });
}
