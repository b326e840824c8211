import type { approvalRoutes } from '../../shared/api/approvals.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import { outputOfVerdict, type Approval, type Verdict } from '../../shared/domain/approval.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { formFaults } from '../../shared/domain/form-faults.ts';
import { canonicalJson } from '../../shared/domain/json.ts';
import { isFinished, type Run, type StepRecord } from '../../shared/domain/run.ts';
import type { Caller } from '../../shared/runtime/http/exchange.ts';

type Body = RouteInput<typeof approvalRoutes.decideApproval>['body'];

/** The answer, where it fits the form; of a refusal the form is not looked at. */
export function verdictOf({
  approval: { form },
  body: { decision, input = {}, comment = '' },
  caller: { userId, name },
  now,
}: {
  readonly approval: Approval;
  readonly body: Body;
  readonly caller: Caller;
  readonly now: string;
}): Verdict {
  const given = decision === 'approve' ? input : {};
  const details = decision === 'approve' ? formFaults({ form, input, path: 'body.input' }) : [];
  if (details.length > 0) throw new AppError('VALIDATION_ERROR', details[0]?.message, { details });
  return { decision, input: given, by: { userId, name }, at: now, comment: comment === '' ? null : comment };
}

/** The run and its entry that waits for the answer; EXECUTION_ALREADY_COMPLETED or APPROVAL_EXPIRED where none does. */
export function waitingEntry({
  run,
  approval: { key, expiresAt },
  now,
}: {
  readonly run: Run | undefined;
  readonly approval: Approval;
  readonly now: string;
}): { readonly run: Run; readonly record: StepRecord } {
  if (run === undefined || isFinished(run.status)) throw new AppError('EXECUTION_ALREADY_COMPLETED');
  if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.parse(now))
    throw new AppError('APPROVAL_EXPIRED');
  const record = Object.hasOwn(run.steps, key) ? run.steps[key] : undefined;
  if (record?.status !== 'held') throw new AppError('CONFLICT');
  return { run, record };
}

/** The entry of the step when it has been answered: a rejected one has failed, and `onError` says what follows. */
export function decidedEntry({
  record,
  verdict,
  approval: { stepName },
}: {
  readonly record: StepRecord;
  readonly verdict: Verdict;
  readonly approval: Approval;
}): StepRecord {
  const { decision, by, at, comment } = verdict;
  const { dueAt: _dueAt, storedAt: _storedAt, ...rest } = record;
  const duration = Math.max(0, Date.parse(at) - Date.parse(record.startedAt));
  const end = { ...rest, completedAt: at, duration, output: outputOfVerdict(verdict) };
  if (decision === 'approve') return { ...end, status: 'completed' };
  const message = `${by.name} rejected "${stepName}"${comment === null ? '.' : `: ${comment}`}`;
  return { ...end, status: 'failed', error: { code: 'APPROVAL_REJECTED', message } };
}

/** One that has been answered takes the same answer of the same person once more, and no other. */
export function refuseUnlessSame({
  approval: { status, verdict },
  body: { decision, input = {} },
  caller: { userId },
}: {
  readonly approval: Approval;
  readonly body: Body;
  readonly caller: Caller;
}): void {
  if (status === 'expired') throw new AppError('APPROVAL_EXPIRED');
  if (status === 'cancelled' || verdict === undefined) throw new AppError('EXECUTION_ALREADY_COMPLETED');
  const { by } = verdict;
  const given = decision === 'approve' ? input : {};
  const isSame =
    by.userId === userId &&
    verdict.decision === decision &&
    canonicalJson(verdict.input) === canonicalJson(given);
  if (isSame) return;
  throw new AppError('APPROVAL_ALREADY_DECIDED', `${by.name} has ${status} this already.`);
}
