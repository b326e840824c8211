import type { StepRecord } from '../domain/run.ts';
import type { Json } from '../domain/json.ts';
import type { ApprovalForm, ApprovalStep } from '../domain/workflow.ts';
import type { GivenAnswer } from './find-answer.ts';

/** The entry of an approval that somebody has answered at once: as the caller says, else by yes with the plainest form. */
export function answerApproval({
  step,
  record,
  given,
  at,
}: {
  readonly step: ApprovalStep;
  readonly record: StepRecord;
  readonly given: GivenAnswer | undefined;
  /** ISO 8601. */
  readonly at: string;
}): StepRecord {
  const output = given?.body ?? { values: plainValues(step.form ?? []) };
  const { dueAt: _dueAt, ...rest } = record;
  return { ...rest, status: 'completed', completedAt: at, output };
}

function plainValues(form: ApprovalForm): Json {
  return Object.fromEntries(
    form.map(({ name, type, options }) => [
      name,
      options?.[0] ?? { string: 'text', number: 1, boolean: true }[type],
    ]),
  );
}
