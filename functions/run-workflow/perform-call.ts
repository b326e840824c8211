import type { OpenConnection } from '../../shared/calls/open-connection.ts';
import { readAnswer } from '../../shared/calls/read-answer.ts';
import { refusalOf } from '../../shared/calls/refusal-of.ts';
import { redactorOf, signCall } from '../../shared/calls/sign-call.ts';
import { EgressError } from '../../shared/domain/egress-error.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import type { RunError } from '../../shared/domain/run.ts';
import { resolveTemplates, type TemplateScope } from '../../shared/domain/templates.ts';
import { DEFAULT_TIMEOUT_SECONDS, type ApiCallStep } from '../../shared/domain/workflow.ts';
import type { Outcome } from '../../shared/engine/settle-outcome.ts';
import type { Clock, Egress, Log } from '../../shared/ports.ts';
import type { UpstreamGate } from '../../shared/upstream/upstream-gate.ts';

const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

const OUR_FAULT: RunError = {
  code: 'INTERNAL_ERROR',
  message: 'This step was sent, and failed on our side before its answer was stored.',
};

/** Sends one call and reads its answer. The idempotency key is the same for every try of the same entry of a run. */
export async function performCall({
  key,
  step,
  scope,
  runId,
  userId,
  startBy,
  open,
  gate,
  egress,
  clock,
  log,
}: {
  /** Of the step's entry in the journal. */
  key: string;
  step: ApiCallStep;
  scope: TemplateScope;
  runId: string;
  /** Who is counted as the caller. */
  userId: string;
  /** The call may wait for its turn until then, epoch milliseconds. */
  startBy: number;
  open: (connectionId: string) => Promise<OpenConnection>;
  gate: UpstreamGate;
  egress: Egress;
  clock: Clock;
  log: Log;
}): Promise<Outcome> {
  // Templates inside an object give an object.
  const values = resolveTemplates(step.parameters, scope) as JsonObject;
  gate.prepare(step.apiConnectionId);
  const opened = await open(step.apiConnectionId);
  const { connection, credential } = opened;
  const redact = redactorOf(opened);
  const facts = {
    input: redact(values),
    ...(credential === undefined ? {} : { credential: credential.label }),
  };
  let sent = false;
  try {
    const { method, endpoint: path, binding } = step;
    const headers = { 'idempotency-key': `${runId}:${key}` };
    const { signed, carriesCredential } = signCall({
      opened,
      call: { method, path, binding, values, headers },
    });
    const answer = await gate.call({
      connection,
      userId,
      operation: `${method} ${path}`,
      startBy,
      send: () => {
        sent = true;
        return egress.request({
          ...signed,
          timeoutMs: (step.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
          maxBytes: MAX_ANSWER_BYTES,
          maxRedirects: method === 'GET' || method === 'HEAD' ? 3 : 0,
          carriesCredential,
        });
      },
    });
    const { response } = answer;
    const output = redact(readAnswer(response));
    if (response.status >= 200 && response.status < 300) return { ...facts, output };
    const error = refusalOf({ name: connection.name, status: response.status, output });
    const retryAfterMs = answer.retryAt === undefined ? undefined : Math.max(0, answer.retryAt - clock.now());
    return {
      ...facts,
      output,
      error,
      noEffect: response.status === 429,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  } catch (error) {
    if (!(error instanceof AppError)) {
      if (!sent) throw error;
      log.error('the answer to a call was lost on our side', { error, runId, key });
      return { ...facts, error: OUR_FAULT, answerLost: true };
    }
    const answerLost = error instanceof EgressError && error.sent;
    const told = { code: error.code, message: redact(error.message) };
    const { retryAfter } = error;
    const retryAfterMs = retryAfter === undefined ? undefined : retryAfter * 1000;
    return {
      ...facts,
      error: told,
      answerLost,
      noEffect: !answerLost,
      held: error.code === 'UPSTREAM_RATE_LIMITED',
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  }
}
