import { Worker } from 'node:worker_threads';
import { errorCode } from '../error-code.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { failed, type FunctionError, type InvocationResult } from './invocation.ts';
import { asError, logLine, toResult, WorkerMessage } from './worker-messages.ts';

/** One execution environment of a function: takes one invocation at a time. */
export interface ExecutionEnvironment {
  readonly busy: boolean;
  /** Runs the handler; resolves for every outcome, also when the environment dies. */
  invoke(invocation: { readonly payload: string; readonly requestId: string }): Promise<InvocationResult>;
  /** Loads the handler if that has not happened. */
  ready(): Promise<void>;
  /** Ends it at once; a running invocation fails as in a crash. */
  kill(): Promise<void>;
}

const BOOTSTRAP = new URL('./bootstrap.mjs', import.meta.url);

/** V8 needs some room beside the handler's own heap, which Lambda counts as well. */
const SMALLEST_HEAP_MB = 64;

/** Lambda gives a handler 10 s to load; a busy laptop starts several at once. */
const LOAD_TIMEOUT_MS = 60_000;

/**
 * Starts a worker thread with nothing of this process's environment and its own copy of the function's. Unlike Lambda it
 * is not frozen between invocations: timers that a handler leaves behind go on.
 * - `onOutput`: a piece of stdout or stderr;
 * - `onEnd`: the environment is gone and takes no more invocations.
 */
export function startEnvironment(options: {
  readonly definition: FunctionDefinition;
  readonly onOutput: (chunk: string, stream: 'stdout' | 'stderr') => void;
  readonly onEnd: () => void;
}): ExecutionEnvironment {
  const { definition, onOutput, onEnd } = options;
  const worker = new Worker(BOOTSTRAP, {
    workerData: { codeDirectory: definition.codeDirectory, handler: definition.handler },
    env: { ...definition.environment },
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: Math.max(SMALLEST_HEAP_MB, definition.memoryMb) },
    name: definition.name,
  });
  worker.stdout.setEncoding('utf8').on('data', (chunk: string) => onOutput(chunk, 'stdout'));
  worker.stderr.setEncoding('utf8').on('data', (chunk: string) => onOutput(chunk, 'stderr'));

  let running: { settle(result: InvocationResult): void; requestId: string } | undefined;
  let ended: FunctionError | undefined;
  const loaded = Promise.withResolvers<FunctionError | undefined>();

  const settle = (result: InvocationResult) => {
    running?.settle(result);
    running = undefined;
  };
  /** The environment is over: whatever runs fails with `error`. */
  const end = (error: FunctionError) => {
    if (ended) return;
    ended = error;
    loaded.resolve(error);
    settle(failed({ ...error, errorMessage: prefixed(error.errorMessage, running?.requestId) }));
    onEnd();
  };
  const exitError = (why: string): FunctionError => ({
    errorType: 'Runtime.ExitError',
    errorMessage: `Error: Runtime exited with error: ${why}`,
  });

  worker.on('message', (raw) => {
    // A worker that is being ended may stumble over half-loaded modules; that is not the function's fault.
    if (ended) return;
    const message = WorkerMessage.parse(raw);
    if (message.type === 'init-failed' || message.type === 'error') onOutput(logLine(message), 'stderr');
    if (message.type === 'ready') loaded.resolve(undefined);
    else if (message.type === 'init-failed') end(asError(message.error));
    else settle(toResult(message));
    if (message.type === 'init-failed') void worker.terminate();
  });
  worker.on('error', (error) => {
    if (ended) return;
    onOutput(`${error.stack ?? String(error)}\n`, 'stderr');
    end(
      errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY'
        ? { ...exitError('signal: killed'), errorType: 'Runtime.OutOfMemory' }
        : exitError('exit status 1'),
    );
  });
  worker.on('exit', (code) => end(exitError(`exit status ${code}`)));

  const loading = setTimeout(() => {
    end({ errorType: 'Sandbox.Timedout', errorMessage: 'Error: The handler did not load in time' });
    void worker.terminate();
  }, LOAD_TIMEOUT_MS).unref();
  void loaded.promise.then(() => clearTimeout(loading));

  const kill = async () => {
    end(exitError('signal: killed'));
    await worker.terminate();
  };

  return {
    get busy() {
      return running !== undefined;
    },
    ready: async () => void (await loaded.promise),
    kill,
    async invoke({ payload, requestId }) {
      if (ended) return failed(ended);
      const outcome = Promise.withResolvers<InvocationResult>();
      running = { settle: outcome.resolve, requestId };
      const initError = await loaded.promise;
      if (initError) return failed(initError);
      if (running === undefined) return outcome.promise;
      const timeoutMs = definition.timeoutSeconds * 1000;
      worker.postMessage({
        payload,
        invocation: {
          requestId,
          deadline: Date.now() + timeoutMs,
          functionName: definition.name,
          functionArn: definition.arn,
          memoryMb: definition.memoryMb,
          logGroupName: `/aws/lambda/${definition.name}`,
        },
      });
      const timer = setTimeout(() => {
        end({
          errorType: 'Sandbox.Timedout',
          errorMessage: `Error: Task timed out after ${definition.timeoutSeconds.toFixed(2)} seconds`,
        });
        void worker.terminate();
      }, timeoutMs);
      const result = await outcome.promise;
      clearTimeout(timer);
      return result;
    },
  };
}

function prefixed(message: string, requestId: string | undefined): string {
  return requestId === undefined ? message : `RequestId: ${requestId} ${message}`;
}
