import { refusalOf } from '../calls/refusal-of.ts';
import { markRequest, type ShownRequest } from '../calls/show-request.ts';
import { CONNECTORS } from '../connectors/connectors.ts';
import { assertOwnOrigin, resolveInput } from '../connectors/resolve-input.ts';
import { AppError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import type { TemplateScope } from '../domain/templates.ts';
import type { ConnectorStep } from '../domain/workflow.ts';
import type { BuiltRequest } from '../engine/build-request.ts';
import type { Outcome } from '../engine/settle-outcome.ts';
import type { Occurrence } from '../engine/state.ts';
import type { EgressResponse } from '../ports.ts';
import type { Doubts } from './doubts.ts';
import { givenFor } from './find-answer.ts';
import type { Play, RehearsalPorts, RehearsedCall } from './rehearsal.ts';

/** What came of a connector's step whose requests were not sent, and what is shown of the last of them. */
export async function performConnector({
  occurrence: { key, frame },
  step,
  scope,
  answers,
  doubts,
  ports,
}: {
  readonly occurrence: Occurrence;
  readonly step: ConnectorStep;
  readonly scope: TemplateScope;
  readonly answers: Play['answers'];
  readonly doubts: Doubts;
  readonly ports: Pick<RehearsalPorts, 'connection'>;
}): Promise<{ readonly outcome: Outcome; readonly shown: RehearsedCall }> {
  const { apiConnectionId, origin } = step;
  const connection = apiConnectionId === undefined ? undefined : await ports.connection(apiConnectionId);
  if (apiConnectionId !== undefined && connection === undefined)
    throw new AppError('STEP_INPUT_INVALID', 'The connection of this step has been deleted.');
  const found = doubts.of(step.input, frame, 'input');
  const input = inputOf(step, scope, found.length > 0);
  const given = givenFor(answers, { key, id: step.id });
  const { status, body = null } = given ?? { status: 200 };
  let request: ShownRequest | undefined;
  const call = async (built: BuiltRequest): Promise<EgressResponse> => {
    assertOwnOrigin(step, built.url);
    const headers = { ...built.headers, 'idempotency-key': `<execution>:${key}` };
    request = markRequest({ bare: { ...built, headers }, auth: connection?.auth ?? { type: 'none' } });
    const answered = { 'content-type': 'application/json' };
    return { status, headers: answered, body: Buffer.from(JSON.stringify(body)), url: built.url };
  };
  const output = await CONNECTORS[step.action].perform({ input, call });
  const from = given === undefined ? 'unknown' : 'given';
  doubts.note(step.id, from);
  const name = connection?.name ?? new URL(origin).host;
  const outcome =
    status >= 200 && status < 300
      ? { input, output }
      : { input, output: body, error: refusalOf({ name, status, output: body }), noEffect: status === 429 };
  return {
    outcome,
    shown: {
      ...(request === undefined ? {} : { request }),
      answer: { from, status },
      doubts: found,
      warnings: connection?.status === 'INACTIVE' ? [`"${name}" is inactive: a run would stop here.`] : [],
    },
  };
}

/** As a run would fill it in; as it is written where that rests on what nobody knows. */
function inputOf(step: ConnectorStep, scope: TemplateScope, isDoubtful: boolean): JsonObject {
  try {
    return resolveInput(step, scope);
  } catch (error) {
    if (error instanceof AppError && isDoubtful) return step.input;
    throw error;
  }
}
