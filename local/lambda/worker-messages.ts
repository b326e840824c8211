import * as z from 'zod';
import { failed, PAYLOAD_LIMIT, type FunctionError, type InvocationResult } from './invocation.ts';

const ErrorDocument = z.looseObject({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).optional(),
});

/** What the bootstrap tells of its handler. */
export const WorkerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('init-failed'), error: ErrorDocument }),
  z.object({ type: z.literal('result'), payload: z.string() }),
  z.object({ type: z.literal('error'), error: ErrorDocument }),
]);

type WorkerMessage = z.infer<typeof WorkerMessage>;

/** The outcome of an invocation; an answer that is too large is a failure. */
export function toResult(message: Extract<WorkerMessage, { type: 'result' | 'error' }>): InvocationResult {
  if (message.type === 'error') return failed(asError(message.error));
  const size = Buffer.byteLength(message.payload);
  if (size <= PAYLOAD_LIMIT) return { payload: message.payload };
  return failed({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${size} bytes) exceeded maximum allowed payload size (${PAYLOAD_LIMIT} bytes).`,
  });
}

/** As Lambda's own runtime logs what a handler lets through. */
export function logLine({ type, error }: Extract<WorkerMessage, { type: 'error' | 'init-failed' }>): string {
  const what = type === 'error' ? 'Invoke Error' : 'Init Error';
  return `${what}: ${[`${error.errorType}: ${error.errorMessage}`, ...(error.trace ?? []).slice(1, 6)].join(' ')}\n`;
}

export function asError(error: z.infer<typeof ErrorDocument>): FunctionError {
  const { errorType, errorMessage, trace = [] } = error;
  return { errorType, errorMessage, trace };
}
