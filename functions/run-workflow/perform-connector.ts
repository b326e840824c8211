import type { OpenConnection } from '../../shared/calls/open-connection.ts';
import { redactorOf, signRequest } from '../../shared/calls/sign-call.ts';
import { CONNECTORS } from '../../shared/connectors/connectors.ts';
import { assertOwnOrigin, resolveInput } from '../../shared/connectors/resolve-input.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { DEFAULT_TIMEOUT_SECONDS, type ConnectorStep } from '../../shared/domain/workflow.ts';
import type { BuiltRequest } from '../../shared/engine/build-request.ts';
import type { Outcome } from '../../shared/engine/settle-outcome.ts';
import type { EgressResponse } from '../../shared/ports.ts';
import type { CallableConnection } from '../../shared/upstream/line.ts';
import type { UpstreamAnswer } from '../../shared/upstream/upstream-gate.ts';
import { brokenOutcome, isSuccess, MAX_ANSWER_BYTES, refusedOutcome } from './call-outcome.ts';
import type { StepCall } from './step-call.ts';

/** What an API answered that was no success: the action ends here. */
class Refused extends Error {
  readonly answer: UpstreamAnswer;

  constructor(answer: UpstreamAnswer) {
    super('The request was refused.');
    this.answer = answer;
  }
}

/** Performs an action of a connector; every request of it takes the way of any other call. */
export async function performConnector({
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
}: StepCall<ConnectorStep>): Promise<Outcome> {
  const { apiConnectionId, origin } = step;
  gate.prepare(apiConnectionId ?? origin);
  const values = resolveInput(step, scope);
  const opened = apiConnectionId === undefined ? undefined : await open(apiConnectionId);
  const connection = opened === undefined ? stranger(origin) : ownPlace(opened, step);
  const redact = redactorOf({ credential: opened?.credential });
  const label = opened?.credential?.label;
  const facts = { input: redact(values), ...(label === undefined ? {} : { credential: label }) };

  let sent = false;
  const call = async (request: BuiltRequest): Promise<EgressResponse> => {
    assertOwnOrigin(step, request.url);
    const headers = { ...request.headers, 'idempotency-key': `${runId}:${key}` };
    const bare = { ...request, headers };
    const signed = opened === undefined ? bare : signRequest(opened, bare);
    const answer = await gate.call({
      connection,
      userId,
      operation: `${request.method} ${new URL(request.url).pathname}`,
      startBy,
      send: () => {
        sent = true;
        return egress.request({
          ...signed,
          timeoutMs: (step.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
          maxBytes: MAX_ANSWER_BYTES,
          maxRedirects: 0,
          carriesCredential: label !== undefined,
        });
      },
    });
    if (isSuccess(answer)) return answer.response;
    throw new Refused(answer);
  };

  try {
    return { ...facts, output: redact(await CONNECTORS[step.action].perform({ input: values, call })) };
  } catch (error) {
    const tell = (message: string): void => log.error(message, { error, runId, key });
    if (!(error instanceof Refused)) return { ...facts, ...brokenOutcome({ error, sent, redact, tell }) };
    const { answer } = error;
    return { ...facts, ...refusedOutcome({ name: connection.name, answer, redact, now: clock.now() }) };
  }
}

/** An address without a connection has limits and a breaker of its own all the same. */
function stranger(origin: string): CallableConnection {
  return { id: origin, name: new URL(origin).host, baseUrl: origin };
}

/** A credential belongs to the address it was stored for; PLAN_INVALID where the connection has moved since. */
function ownPlace({ connection }: OpenConnection, { origin }: ConnectorStep): OpenConnection['connection'] {
  if (URL.parse(connection.baseUrl)?.origin === origin) return connection;
  const message = `"${connection.name}" has another address since this step was checked: save the workflow again.`;
  throw new AppError('PLAN_INVALID', message);
}
