import { AppError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import type { StepRecord } from '../domain/run.ts';
import { resolveTemplates, type TemplateScope } from '../domain/templates.ts';
import { MAX_WAIT_SECONDS, type ApprovalStep, type WaitStep } from '../domain/workflow.ts';
import type { Reading } from './reading.ts';
import { scopeOf, type Frame } from './frame.ts';
import { runErrorOf } from './run-error.ts';
import { ended, failed, open, type State } from './state.ts';

/**
 * Steps that nobody performs: a wait ends by the clock, an approval by a person or the clock. `settle` is the entry that
 * has to be written.
 */
export function timedState({
  step,
  record,
  frame,
  reading,
}: {
  readonly step: WaitStep | ApprovalStep;
  readonly record: StepRecord | undefined;
  readonly frame: Frame;
  readonly reading: Reading;
}): { readonly state: State; readonly settle?: StepRecord } {
  const { journal, input, now } = reading;
  switch (record?.status) {
    case 'completed':
    case 'skipped':
      return { state: ended(record.output ?? null) };
    case 'failed':
      return { state: failed(record) };
    case 'waiting':
    case 'held':
      return goOn({ step, record, now });
    default:
      return begin({ step, scope: scopeOf({ frame, journal, input }), now });
  }
}

function goOn({ step, record, now }: { step: WaitStep | ApprovalStep; record: StepRecord; now: number }) {
  const dueAt = record.dueAt === undefined ? undefined : Date.parse(record.dueAt);
  if (dueAt === undefined) return { state: open({ held: 1 }) };
  if (dueAt > now) return { state: open({ wakeAt: dueAt, held: step.type === 'approval' ? 1 : 0 }) };
  const over = { completedAt: new Date(now).toISOString(), duration: now - Date.parse(record.startedAt) };
  if (step.type === 'wait') {
    const settle: StepRecord = { ...record, ...over, status: 'completed', output: null };
    return { state: ended(null), settle };
  }
  const settle = { ...record, ...over, ...expired(step, over.completedAt) };
  return { state: settle.status === 'failed' ? failed(settle) : ended(settle.output ?? null), settle };
}

/** What an approval that nobody answered in time comes to. */
function expired(
  { name, onExpiry = 'fail' }: ApprovalStep,
  at: string,
): Pick<StepRecord, 'status' | 'output' | 'error'> {
  if (onExpiry === 'continue')
    return { status: 'completed', output: { decision: 'expired', input: {}, by: null, at, comment: null } };
  const message = `Nobody answered "${name}" in time.`;
  const code = onExpiry === 'reject' ? 'APPROVAL_REJECTED' : 'APPROVAL_EXPIRED';
  return { status: 'failed', error: { code, message } };
}

function begin({ step, scope, now }: { step: WaitStep | ApprovalStep; scope: TemplateScope; now: number }) {
  const startedAt = new Date(now).toISOString();
  try {
    const dueAt = step.type === 'wait' ? endOf(step, scope, now) : expiryOf(step, now);
    const due = dueAt === undefined ? {} : { dueAt: new Date(dueAt).toISOString() };
    const asked: Json = step.type === 'wait' ? null : { message: question(step, scope) };
    const settle: StepRecord = {
      status: step.type === 'wait' ? 'waiting' : 'held',
      attempt: 1,
      startedAt,
      ...due,
      ...(asked === null ? {} : { input: asked }),
    };
    const next = goOn({ step, record: settle, now });
    return 'settle' in next ? next : { ...next, settle };
  } catch (error) {
    const settle: StepRecord = {
      status: 'failed',
      attempt: 1,
      startedAt,
      completedAt: startedAt,
      duration: 0,
      error: runErrorOf(error),
    };
    return { state: failed(settle), settle };
  }
}

/** Characters of a question; what its templates bring beyond that is cut off. */
const MAX_QUESTION = 10_000;

function question({ message }: ApprovalStep, scope: TemplateScope): string {
  const value = resolveTemplates(message, scope);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= MAX_QUESTION ? text : `${text.slice(0, MAX_QUESTION - 1)}…`;
}

function expiryOf({ expiresAfterSeconds }: ApprovalStep, now: number): number | undefined {
  return expiresAfterSeconds === undefined ? undefined : now + expiresAfterSeconds * 1000;
}

/** Epoch milliseconds. Throws STEP_INPUT_INVALID. */
function endOf({ seconds, until }: WaitStep, scope: TemplateScope, now: number): number {
  if (until !== undefined) {
    const text = resolveTemplates(until, scope);
    const at = typeof text === 'string' ? Date.parse(text) : Number.NaN;
    if (Number.isFinite(at)) return checked(at, now);
    throw new AppError('STEP_INPUT_INVALID', `${until} gives no time to wait for.`);
  }
  const given = typeof seconds === 'string' ? resolveTemplates(seconds, scope) : (seconds ?? 0);
  const count = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof count === 'number' && Number.isFinite(count) && count >= 0)
    return checked(now + count * 1000, now);
  throw new AppError('STEP_INPUT_INVALID', `${seconds} gives no number of seconds to wait.`);
}

function checked(at: number, now: number): number {
  if (at - now <= MAX_WAIT_SECONDS * 1000) return at;
  throw new AppError('STEP_INPUT_INVALID', 'A step may wait a year at most.');
}
