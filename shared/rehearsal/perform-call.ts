import { refusalOf } from '../calls/refusal-of.ts';
import type { Connection } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import type { TemplateScope } from '../domain/templates.ts';
import type { ApiCallStep } from '../domain/workflow.ts';
import type { Outcome } from '../engine/settle-outcome.ts';
import type { Occurrence } from '../engine/state.ts';
import type { Doubts } from './doubts.ts';
import { findAnswer, givenFor, type Answer } from './find-answer.ts';
import type { Play, RehearsalPorts, RehearsedCall } from './rehearsal.ts';
import { renderCall } from './render-call.ts';

/** What came of a call that was not made, and what is shown of it. */
export async function performCall({
  occurrence,
  step,
  scope,
  answers,
  doubts,
  ports,
}: {
  readonly occurrence: Occurrence;
  readonly step: ApiCallStep;
  readonly scope: TemplateScope;
  readonly answers: Play['answers'];
  readonly doubts: Doubts;
  readonly ports: RehearsalPorts;
}): Promise<{ readonly outcome: Outcome; readonly shown: RehearsedCall }> {
  const connection = await ports.connection(step.apiConnectionId);
  if (connection === undefined)
    throw new AppError('STEP_INPUT_INVALID', 'The connection of this step has been deleted.');
  const { values, request, doubts: found } = renderCall({ occurrence, step, scope, connection, doubts });
  const { key } = occurrence;
  const given = givenFor(answers, { key, id: step.id });
  const answer: Answer =
    given === undefined
      ? await findAnswer({
          call: { key, step, values },
          recorded: ports.recorded,
          operation: await ports.operation(step),
        })
      : { from: 'given', status: given.status, body: given.body ?? null };
  doubts.note(step.id, answer.from);
  const { from, status, body, executionId } = answer;
  return {
    outcome: outcomeOf({ name: connection.name, input: values, status, body }),
    shown: {
      request,
      answer: { from, status, ...(executionId === undefined ? {} : { executionId }) },
      doubts: found,
      warnings: warningsOf(connection),
    },
  };
}

function outcomeOf({
  name,
  input,
  status,
  body,
}: Pick<Answer, 'status' | 'body'> & { readonly name: string; readonly input: Outcome['input'] }): Outcome {
  const facts = { ...(input === undefined ? {} : { input }), output: body };
  if (status >= 200 && status < 300) return facts;
  return { ...facts, error: refusalOf({ name, status, output: body }), noEffect: status === 429 };
}

function warningsOf({ name, status, auth, credentialId }: Connection): readonly string[] {
  return [
    ...(status === 'INACTIVE' ? [`"${name}" is inactive: a run would stop here.`] : []),
    ...(auth.type !== 'none' && credentialId === undefined
      ? [`"${name}" has no credentials: a run would stop here.`]
      : []),
  ];
}
