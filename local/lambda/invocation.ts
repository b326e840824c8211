/** Lambda's error document, as a failed invocation answers it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** The outcome of an invocation. The payload is JSON text: the handler's answer, or a `FunctionError`. */
export interface InvocationResult {
  readonly payload: string;
  /** Set where the function failed: `X-Amz-Function-Error`. */
  readonly functionError?: 'Unhandled';
}

/** The most that a synchronous payload may hold, in or out: 6 MB (Lambda Developer Guide, "Lambda quotas"). */
export const PAYLOAD_LIMIT = 6 * 1024 * 1024;

export function failed(error: FunctionError): InvocationResult {
  return { payload: JSON.stringify(error), functionError: 'Unhandled' };
}
