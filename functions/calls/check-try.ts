import type { CatalogueIndex, Operation } from '../../shared/domain/catalogue.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { AppError, type ErrorDetail } from '../../shared/domain/errors.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { listTemplates } from '../../shared/domain/templates.ts';
import type { CallBinding, Effect } from '../../shared/domain/workflow.ts';

/** A call that fits its operation. */
export interface CheckedTry {
  readonly binding: CallBinding;
  readonly effect: Effect;
}

/**
 * Checks what a person wants to send as a step would be checked; VALIDATION_ERROR lists every fault with its place.
 * Templates are refused: there is no run whose data they could read.
 */
export async function checkTry({
  connection,
  index,
  operation,
  parameters,
}: {
  connection: Connection;
  index: CatalogueIndex;
  operation: Operation;
  parameters: JsonObject;
}): Promise<CheckedTry> {
  const templates = listTemplates(parameters);
  if (templates.length > 0) {
    throw invalid([
      { path: 'body.parameters', message: 'A try takes plain values: {{…}} has nothing to read here.' },
    ]);
  }
  const [{ checkCall }, { effectOf }] = await Promise.all([
    import('../../shared/planner/check-call.ts'),
    import('../../shared/planner/effect.ts'),
  ]);
  const { method, path } = operation;
  const checked = checkCall(
    {
      name: operation.toolName,
      type: 'api_call',
      apiConnectionId: connection.id,
      method,
      endpoint: path,
      parameters,
    },
    { connection, catalogue: { ...index, operations: [operation] } },
    'body',
    { done: new Map(), all: new Set() },
  );
  if ('errors' in checked) throw invalid(checked.errors);
  return { binding: checked.binding, effect: effectOf({ method, path, operation }) };
}

function invalid(details: readonly ErrorDetail[]): AppError {
  const message = details[0]?.message ?? 'The parameters do not fit this endpoint.';
  return new AppError('VALIDATION_ERROR', message, { details });
}
