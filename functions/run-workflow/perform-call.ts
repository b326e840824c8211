import { readAnswer } from '../../shared/calls/read-answer.ts';
import { redactorOf, signCall } from '../../shared/calls/sign-call.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { resolveTemplates } from '../../shared/domain/templates.ts';
import { DEFAULT_TIMEOUT_SECONDS, type ApiCallStep } from '../../shared/domain/workflow.ts';
import type { Outcome } from '../../shared/engine/settle-outcome.ts';
import { brokenOutcome, isSuccess, MAX_ANSWER_BYTES, refusedOutcome } from './call-outcome.ts';
import type { StepCall } from './step-call.ts';

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
}: StepCall<ApiCallStep>): Promise<Outcome> {
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
    if (isSuccess(answer)) return { ...facts, output: redact(readAnswer(answer.response)) };
    return { ...facts, ...refusedOutcome({ name: connection.name, answer, redact, now: clock.now() }) };
  } catch (error) {
    const tell = (message: string): void => log.error(message, { error, runId, key });
    return { ...facts, ...brokenOutcome({ error, sent, redact, tell }) };
  }
}
