import { fork, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import type { Expressions } from '../ports.ts';
import type { EvaluationAnswer, EvaluationRequest } from './messages.ts';

/** What one evaluation may take. */
export interface SandboxLimits {
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  readonly maxMemoryMb: number;
}

export const SANDBOX_LIMITS: SandboxLimits = {
  timeoutMs: 2000,
  maxOutputBytes: 1024 * 1024,
  maxMemoryMb: 96,
};

/**
 * JSONata in one warm child process: evaluations wait for each other; one that exceeds its time or memory ends the
 * process and fails with TRANSFORM_FAILED, and the next one gets a new process. A process and not a thread, because a
 * thread that runs out of memory takes the whole function with it. It has no environment, and Node's permission model
 * leaves it nothing but reading its own code.
 */
export function createSandbox({
  worker: workerUrl,
  readable = dirname(fileURLToPath(workerUrl)),
  limits = SANDBOX_LIMITS,
}: {
  /** The module of `worker.ts`, as it is deployed. */
  readonly worker: URL;
  /** The folder with the code that the module imports; its own where it is bundled. */
  readonly readable?: string;
  readonly limits?: SandboxLimits;
}): Expressions & { close(): Promise<void> } {
  let worker: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const warmWorker = (): ChildProcess => {
    if (worker !== undefined) return worker;
    const fresh = fork(workerUrl, [], {
      env: {},
      execArgv: [
        '--permission',
        `--allow-fs-read=${readable}`,
        `--max-old-space-size=${limits.maxMemoryMb}`,
        '--disable-warning=ExperimentalWarning',
      ],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // An idle process keeps nobody alive; one that dies is replaced.
    fresh.unref();
    fresh.channel?.unref();
    fresh.once('exit', () => {
      if (worker === fresh) worker = undefined;
    });
    worker = fresh;
    return fresh;
  };

  const evaluateNow = (request: EvaluationRequest): Promise<Json> =>
    new Promise<Json>((resolve, reject) => {
      const present = warmWorker();
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        present.off('message', onMessage).off('exit', onExit);
        present.channel?.unref();
        act();
      };
      const abandon = (message: string): void =>
        settle(() => {
          if (worker === present) worker = undefined;
          present.kill('SIGKILL');
          reject(new AppError('TRANSFORM_FAILED', message));
        });
      const onMessage = (answer: EvaluationAnswer): void =>
        settle(() =>
          answer.ok ? resolve(answer.output) : reject(new AppError('TRANSFORM_FAILED', answer.message)),
        );
      const onExit = (): void => abandon('The expression needs too much memory.');
      const timer = setTimeout(
        () => abandon(`The expression took longer than ${limits.timeoutMs} ms.`),
        limits.timeoutMs,
      );
      present.channel?.ref();
      present.on('message', onMessage).on('exit', onExit);
      present.send(request, (error) => error && abandon('The expression could not be sent to its sandbox.'));
    });

  return {
    evaluate(expression, input) {
      const request = { expression, input, maxOutputBytes: limits.maxOutputBytes };
      const mine = last.then(() => evaluateNow(request));
      last = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      await last;
      worker?.kill('SIGKILL');
      worker = undefined;
    },
  };
}
