import { startEnvironment, type ExecutionEnvironment } from './worker.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { failed, type InvocationResult } from './invocation.ts';

/** The execution environments of one function. */
export interface Pool {
  /** Runs at once while fewer than `maxWorkers` are busy, else as soon as one is free. Never rejects. */
  invoke(invocation: { readonly payload: string; readonly requestId: string }): Promise<InvocationResult>;
  /** Starts one environment ahead of the first invocation. */
  warm(): Promise<void>;
  /** Ends the busy environments, as a crash would. Returns how many. */
  kill(): Promise<number>;
  close(): Promise<void>;
}

export function createPool(options: {
  readonly definition: FunctionDefinition;
  readonly maxWorkers: number;
  readonly idleMs: number;
  readonly onOutput: (chunk: string, stream: 'stdout' | 'stderr') => void;
}): Pool {
  const { definition, maxWorkers, idleMs, onOutput } = options;
  const all = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const waiting: ((environment: ExecutionEnvironment | undefined) => void)[] = [];
  const timers = new Map<ExecutionEnvironment, NodeJS.Timeout>();
  let closed = false;

  const start = (): ExecutionEnvironment => {
    const environment = startEnvironment({
      definition,
      onOutput,
      onEnd: () => {
        all.delete(environment);
        forgetIdle(environment);
        const next = closed ? undefined : waiting.shift();
        if (next) next(start());
      },
    });
    all.add(environment);
    return environment;
  };
  const forgetIdle = (environment: ExecutionEnvironment) => {
    clearTimeout(timers.get(environment));
    timers.delete(environment);
    const index = idle.indexOf(environment);
    if (index >= 0) idle.splice(index, 1);
  };
  /** The one used last comes first, so that the others can end. */
  const acquire = (): Promise<ExecutionEnvironment | undefined> => {
    if (closed) return Promise.resolve(undefined);
    const free = idle.at(-1);
    if (free) {
      forgetIdle(free);
      return Promise.resolve(free);
    }
    if (all.size < maxWorkers) return Promise.resolve(start());
    return new Promise((resolve) => waiting.push(resolve));
  };
  const release = (environment: ExecutionEnvironment) => {
    if (!all.has(environment)) return;
    const next = waiting.shift();
    if (next) return next(environment);
    idle.push(environment);
    timers.set(environment, setTimeout(() => void environment.kill(), idleMs).unref());
  };

  return {
    async invoke(invocation) {
      const environment = await acquire();
      if (!environment)
        return failed({ errorType: 'Runtime.ExitError', errorMessage: 'The laptop cloud is stopping.' });
      const result = await environment.invoke(invocation);
      release(environment);
      return result;
    },
    async warm() {
      if (closed || all.size > 0) return;
      const environment = start();
      await environment.ready();
      release(environment);
    },
    async kill() {
      const busy = [...all].filter((environment) => environment.busy);
      await Promise.all(busy.map((environment) => environment.kill()));
      return busy.length;
    },
    async close() {
      closed = true;
      for (const give of waiting.splice(0)) give(undefined);
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all([...all].map((environment) => environment.kill()));
    },
  };
}
