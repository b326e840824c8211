import type { StepRecord } from '../domain/run.ts';
import { outputOfVerdict } from '../domain/approval.ts';
import type { JsonObject } from '../domain/json.ts';
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
  const input = plainValues(step.form ?? []);
  const output =
    given?.body ?? outputOfVerdict({ decision: 'approve', input, by: NOBODY, at, comment: null });
  const { dueAt: _dueAt, ...rest } = record;
  return { ...rest, status: 'completed', completedAt: at, output };
}

/** Nobody is asked in a dry run. */
const NOBODY = { userId: 'dry-run', name: 'Dry run' };

function plainValues(form: ApprovalForm): JsonObject {
  return Object.fromEntries(form.map(({ name, type, enum: choices }) => [name, choices?.[0] ?? PLAIN[type]]));
}

const PLAIN = { string: 'text', number: 1, integer: 1, boolean: true };
