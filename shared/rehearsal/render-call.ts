import { markRequest, type ShownRequest } from '../calls/show-request.ts';
import { buildCall } from '../calls/sign-call.ts';
import type { Connection } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { resolveTemplates, type TemplateScope } from '../domain/templates.ts';
import type { ApiCallStep } from '../domain/workflow.ts';
import type { Occurrence } from '../engine/state.ts';
import type { Doubt, Doubts } from './doubts.ts';

/** A request as a run would send it. */
export interface RenderedCall {
  readonly values: JsonObject;
  readonly request: ShownRequest;
  readonly doubts: readonly Doubt[];
}

/**
 * Renders the request of a call as a run would, but for its credential, which nobody opens: a mark stands where it goes.
 * A template that points into something that is not known stays as it is written; any other that does not resolve throws
 * STEP_INPUT_INVALID, as in a run.
 */
export function renderCall({
  occurrence: { key, frame },
  step: { method, endpoint: path, binding, parameters },
  scope,
  connection,
  doubts,
}: {
  readonly occurrence: Pick<Occurrence, 'key' | 'frame'>;
  readonly step: ApiCallStep;
  readonly scope: TemplateScope;
  readonly connection: Connection;
  readonly doubts: Doubts;
}): RenderedCall {
  const isDoubtful = (text: string): boolean => doubts.of(text, frame, '').length > 0;
  // Templates inside an object give an object.
  const values = resolveWhere(parameters, scope, isDoubtful) as JsonObject;
  const headers = { 'idempotency-key': `<execution>:${key}` };
  const bare = buildCall({ connection, call: { method, path, binding, values, headers } });
  return {
    values,
    request: markRequest({ bare, auth: connection.auth }),
    doubts: Object.entries(parameters).flatMap(([name, value]) =>
      doubts.of(value, frame, `parameters.${name}`),
    ),
  };
}

function resolveWhere(value: Json, scope: TemplateScope, isDoubtful: (text: string) => boolean): Json {
  if (Array.isArray(value)) return value.map((item: Json) => resolveWhere(item, scope, isDoubtful));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, resolveWhere(inner, scope, isDoubtful)]),
    );
  }
  if (typeof value !== 'string') return value;
  try {
    return resolveTemplates(value, scope);
  } catch (error) {
    if (error instanceof AppError && isDoubtful(value)) return value;
    throw error;
  }
}
