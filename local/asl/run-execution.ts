import type { Execution } from './execution.ts';
import type { Json } from './json.ts';
import { runScope } from './run-scope.ts';
import { sleep } from './sleep.ts';
import { Interruption, StatesError, toStatesError } from './states-error.ts';

/** An Express execution ends at five minutes, whatever its machine says (Step Functions, "Choosing workflow type"). */
const EXPRESS_SECONDS = 300;

/** How an execution ended; `interrupted` is a shutdown of the laptop cloud, which ends nothing. */
export type Ending =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED' | 'TIMED_OUT'; readonly error: string; readonly cause: string }
  | { readonly status: 'ABORTED' }
  | { readonly status: 'interrupted' };

/**
 * Runs an execution, or goes on with it where its journal stands. Never rejects. The signal is aborted with an
 * `Interruption` to stop it from outside.
 */
export async function runExecution({
  execution,
  signal,
}: {
  execution: Execution;
  signal: AbortSignal;
}): Promise<Ending> {
  const { clock } = execution;
  const done = new AbortController();
  const stop = new AbortController();
  const seconds = limitOf(execution);
  if (seconds !== undefined) {
    const ms = Math.max(0, execution.startedAt + seconds * 1000 - clock.now());
    sleep(clock, { ms, signal: done.signal })
      .then(() => stop.abort(new Interruption('timed-out')))
      // Aborted: the execution was done in time.
      .catch(() => undefined);
  }
  try {
    const output = await runScope({
      execution,
      scope: execution.machine,
      path: '',
      outer: {},
      mapItem: undefined,
      input: async () => execution.input,
      signal: AbortSignal.any([signal, stop.signal]),
    });
    return { status: 'SUCCEEDED', output };
  } catch (error) {
    return endingOf(error, seconds);
  } finally {
    done.abort();
  }
}

function endingOf(error: unknown, seconds: number | undefined): Ending {
  if (!(error instanceof Interruption)) {
    const { name, message } = toStatesError(error);
    return { status: 'FAILED', error: name, cause: message };
  }
  if (error.reason === 'stopped') return { status: 'ABORTED' };
  if (error.reason === 'shutdown') return { status: 'interrupted' };
  const timeout = new StatesError('States.Timeout', `The execution ran longer than ${seconds ?? 0} seconds.`);
  return { status: 'TIMED_OUT', error: timeout.name, cause: timeout.message };
}

function limitOf({ machine, type }: Execution): number | undefined {
  const own = machine.TimeoutSeconds;
  return type === 'EXPRESS' ? Math.min(own ?? EXPRESS_SECONDS, EXPRESS_SECONDS) : own;
}
