import type { Json } from '../domain/json.ts';
import type { RunError } from '../domain/run.ts';
import { errorTextOf } from './read-answer.ts';

/** Why an answer that is no success failed its step, with what to do about it where that is known. */
export function refusalOf({
  name,
  status,
  output,
}: {
  /** Of the connection. */
  readonly name: string;
  readonly status: number;
  /** Redacted. */
  readonly output: Json;
}): RunError {
  const said = errorTextOf(output);
  const message = `"${name}" answered ${status}${said === '' ? '.' : `: ${said}`}`;
  const fix = status >= 300 && status < 400 ? MOVED : FIXES[status];
  return {
    code: codeOf(status),
    message,
    upstreamStatus: status,
    ...(fix === undefined ? {} : { fix }),
  };
}

function codeOf(status: number) {
  if (status === 429) return 'UPSTREAM_RATE_LIMITED';
  return status >= 500 ? 'UPSTREAM_ERROR' : 'UPSTREAM_REFUSED';
}

const MOVED =
  'It points to another address, and a call goes only where it was approved to go: put the new one into it.';

const FIXES: Readonly<Record<number, string>> = {
  401: 'Check the credentials of this connection and store them again.',
  403: 'The credentials are known but may not do this: ask the API for more rights.',
  404: 'What the step names does not exist there: check the values it was given.',
  422: 'The API did not accept the values: compare the input of the step with the API documentation.',
  429: 'The API limits its callers: try again later.',
};
