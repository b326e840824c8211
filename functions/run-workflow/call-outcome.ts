import { readAnswer } from '../../shared/calls/read-answer.ts';
import { refusalOf } from '../../shared/calls/refusal-of.ts';
import type { redactorOf } from '../../shared/calls/sign-call.ts';
import { EgressError } from '../../shared/domain/egress-error.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { RunError } from '../../shared/domain/run.ts';
import type { Outcome } from '../../shared/engine/settle-outcome.ts';
import type { UpstreamAnswer } from '../../shared/upstream/upstream-gate.ts';

/** Of one answer, unpacked. */
export const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

type Redact = ReturnType<typeof redactorOf>;

/** Whether an answer is what the step wanted. */
export function isSuccess({ response: { status } }: UpstreamAnswer): boolean {
  return status >= 200 && status < 300;
}

/** What came of a call that was answered with something else than a success. */
export function refusedOutcome({
  name,
  answer: { response, retryAt },
  redact,
  now,
}: {
  /** Whose answer it is. */
  readonly name: string;
  readonly answer: UpstreamAnswer;
  readonly redact: Redact;
  /** Epoch milliseconds. */
  readonly now: number;
}): Outcome {
  const { status } = response;
  const output = redact(readAnswer(response));
  return {
    output,
    error: refusalOf({ name, status, output }),
    noEffect: status === 429,
    ...(retryAt === undefined ? {} : { retryAfterMs: Math.max(0, retryAt - now) }),
  };
}

const OUR_FAULT: RunError = {
  code: 'INTERNAL_ERROR',
  message: 'This step was sent, and failed on our side before its answer was stored.',
};

/** What came of a call that was not answered, or was never sent; what is our fault and was not sent is thrown again. */
export function brokenOutcome({
  error,
  sent,
  redact,
  tell,
}: {
  readonly error: unknown;
  readonly sent: boolean;
  readonly redact: Redact;
  /** Tells the log of what is our fault. */
  readonly tell: (message: string) => void;
}): Outcome {
  if (!(error instanceof AppError)) {
    if (!sent) throw error;
    tell('the answer to a call was lost on our side');
    return { error: OUR_FAULT, answerLost: true };
  }
  const answerLost = error instanceof EgressError && error.sent;
  const { retryAfter } = error;
  return {
    error: { code: error.code, message: redact(error.message) },
    answerLost,
    noEffect: !answerLost,
    held: error.code === 'UPSTREAM_RATE_LIMITED',
    ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter * 1000 }),
  };
}
