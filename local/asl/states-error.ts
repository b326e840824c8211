/** The error names that the interpreter itself gives (Amazon States Language, appendix A, and "Handling errors"). */
export type StatesErrorName =
  | 'States.DataLimitExceeded'
  | 'States.HeartbeatTimeout'
  | 'States.Permissions'
  | 'States.QueryEvaluationError'
  | 'States.Runtime'
  | 'States.TaskFailed'
  | 'States.Timeout';

/** Longest cause that Step Functions keeps (API reference, `cause`). */
const MAX_CAUSE = 32_768;
const MAX_NAME = 256;

/**
 * A failure inside an execution: `name` is what `ErrorEquals` matches and `$states.errorOutput.Error` shows,
 * `message` is the cause. Whatever implements a task throws one (or any Error with such a name).
 */
export class StatesError extends Error {
  override readonly name: string;

  constructor(name: StatesErrorName | (string & {}), cause: string) {
    super(cause.slice(0, MAX_CAUSE));
    this.name = name.slice(0, MAX_NAME) || 'States.TaskFailed';
  }
}

/** An error of any origin as the execution sees it; the stack of our own process stays out. */
export function toStatesError(error: unknown): StatesError {
  if (error instanceof StatesError) return error;
  if (error instanceof Error) return new StatesError(error.name, error.message);
  return new StatesError('States.TaskFailed', 'The task threw something that is not an Error.');
}

/** Why an execution was taken off its course from outside; no Retry or Catch sees these. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly reason: 'timed-out' | 'stopped' | 'shutdown' | 'sibling-failed';

  constructor(reason: Interruption['reason']) {
    super(`The execution was interrupted: ${reason}.`);
    this.reason = reason;
  }
}
