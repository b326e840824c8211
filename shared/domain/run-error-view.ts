import type { RunError } from './run.ts';

/** An error of a run as people see it. */
export function runErrorView({ code, message, fix, upstreamStatus }: RunError) {
  return {
    code,
    message,
    ...(fix === undefined ? {} : { fix }),
    ...(upstreamStatus === undefined ? {} : { upstreamStatus }),
  };
}
