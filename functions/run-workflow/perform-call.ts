import { EgressError } from '../../shared/domain/egress-error.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import type { RunError } from '../../shared/domain/run.ts';
import { resolveTemplates, type TemplateScope } from '../../shared/domain/templates.ts';
import type { ApiCallStep } from '../../shared/domain/workflow.ts';
import { applyAuth } from '../../shared/engine/apply-auth.ts';
import { buildRequest } from '../../shared/engine/build-request.ts';
import { redactor } from '../../shared/engine/redact.ts';
import type { Egress, EgressResponse } from '../../shared/ports.ts';
import type { OpenConnection } from './open-connection.ts';
import { errorTextOf, readAnswer } from './read-answer.ts';

/** What a performed step leaves in the journal; everything in it is redacted. */
export interface Outcome {
  readonly input: Json;
  readonly output?: Json;
  readonly error?: RunError;
  readonly credential?: string;
  /** The request may have reached the API, and its answer did not come back. */
  readonly answerLost?: boolean;
}

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

/** Sends one call and reads its answer. The idempotency key is the same for every attempt of the same step of a run. */
export async function performCall({
  step,
  scope,
  runId,
  open,
  egress,
}: {
  step: ApiCallStep;
  scope: TemplateScope;
  runId: string;
  open: (connectionId: string) => Promise<OpenConnection>;
  egress: Egress;
}): Promise<Outcome> {
  // Templates inside an object give an object.
  const values = resolveTemplates(step.parameters, scope) as JsonObject;
  const { connection, credential } = await open(step.apiConnectionId);
  const redact = redactor(credential === undefined ? [] : secretValues(credential.secret.reveal()));
  const facts = {
    input: redact(values),
    ...(credential === undefined ? {} : { credential: credential.label }),
  };
  try {
    const bare = buildRequest({ binding: step.binding, method: step.method, path: step.endpoint, values });
    const keyed = { ...bare, headers: { ...bare.headers, 'idempotency-key': `${runId}:${step.id}` } };
    const request =
      credential === undefined
        ? keyed
        : applyAuth({ request: keyed, auth: connection.auth, secret: credential.secret.reveal() });
    const response = await egress.request({
      ...request,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      maxRedirects: step.method === 'GET' || step.method === 'HEAD' ? 3 : 0,
      carriesCredential: credential !== undefined,
    });
    const output = redact(readAnswer(response));
    if (response.status >= 200 && response.status < 300) return { ...facts, output };
    return { ...facts, output, error: refusal({ name: connection.name, response, output }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const answerLost = error instanceof EgressError && error.sent;
    return { ...facts, error: { code: error.code, message: redact(error.message) }, answerLost };
  }
}

function secretValues(secret: Readonly<Record<string, string | undefined>>): readonly string[] {
  // Where a key goes is no secret, and a user name alone opens nothing.
  return Object.entries(secret).flatMap(([name, value]) =>
    value === undefined || name === 'headerName' || name === 'username' ? [] : [value],
  );
}

function refusal({
  name,
  response: { status },
  output,
}: {
  name: string;
  response: EgressResponse;
  output: Json;
}): RunError {
  const said = errorTextOf(output);
  const message = `"${name}" answered ${status}${said === '' ? '.' : `: ${said}`}`;
  const code = status >= 500 || status === 429 ? 'UPSTREAM_ERROR' : 'UPSTREAM_REFUSED';
  const fix = FIXES[status];
  return { code, message, upstreamStatus: status, ...(fix === undefined ? {} : { fix }) };
}

const FIXES: Readonly<Record<number, string>> = {
  401: 'Check the credentials of this connection and store them again.',
  403: 'The credentials are known but may not do this: ask the API for more rights.',
  404: 'What the step names does not exist there: check the values it was given.',
  422: 'The API did not accept the values: compare the input of the step with the API documentation.',
  429: 'The API limits its callers: try again later.',
};
