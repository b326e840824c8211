import type { executionRoutes } from '../../shared/api/executions.ts';
import { paginate } from '../../shared/api/pagination.ts';
import type { RouteInput, RouteOutput } from '../../shared/api/route.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { placeOfCursor } from '../../shared/domain/run-cursor.ts';
import type { Run } from '../../shared/domain/run.ts';
import type { Page, RunQuery } from '../../shared/ports.ts';

type ListQuery = RouteInput<typeof executionRoutes.listExecutions>['query'];

/** What a request asks of the store. */
export function runQueryOf(
  { page, limit, status, trigger, from, to, cursor }: ListQuery,
  whose: { readonly tenantId: string; readonly workflowId?: string },
): RunQuery {
  return {
    ...whose,
    page,
    limit,
    ...(status === undefined ? {} : { status }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
    ...(cursor === undefined ? {} : { after: placeOf(cursor) }),
  };
}

function placeOf(cursor: string) {
  const place = placeOfCursor(cursor);
  if (place !== undefined) return place;
  const message = 'Take the cursor from `nextCursor` of the list before.';
  throw new AppError('VALIDATION_ERROR', undefined, { details: [{ path: 'query.cursor', message }] });
}

/** A page of executions as it is answered. */
export function executionList(
  { page, limit, cursor }: ListQuery,
  { items, total, nextCursor }: Page<Run>,
): RouteOutput<typeof executionRoutes.listExecutions> {
  const pages = paginate({ page: cursor === undefined ? page : 1, limit, total });
  return {
    executions: items.map(executionSummary),
    pagination: {
      ...pages,
      hasNext: nextCursor !== undefined,
      ...(nextCursor === undefined ? {} : { nextCursor }),
    },
  };
}

function executionSummary({ startedAt, completedAt, steps, ...run }: Run) {
  return {
    id: run.id,
    workflowId: run.workflowId,
    workflowVersion: run.workflowVersion,
    status: run.status,
    trigger: run.trigger ?? ('manual' as const),
    createdAt: run.createdAt,
    startedAt: startedAt ?? null,
    completedAt: completedAt ?? null,
    duration:
      startedAt === undefined || completedAt === undefined
        ? null
        : Date.parse(completedAt) - Date.parse(startedAt),
    stepCount: run.stepCount,
    successfulSteps: Object.values(steps).filter((record) => record.status === 'completed').length,
  };
}
