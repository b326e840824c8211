import type { Clock } from '../aws/clock.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { LambdaRuntime } from './runtime.ts';

/** Lambda waits one minute before the second attempt and two before the third. */
const RETRY_DELAYS_MS = [60_000, 120_000];

/** Takes events whose sender does not wait for an outcome. */
export interface AsyncInvoker {
  /** Queues the event; the function sees it soon, again after a failure, and its failure destination at last. */
  send(nameOrArn: string, payload: string): void;
}

/**
 * Asynchronous invocation (Lambda Developer Guide, "Retry behavior for asynchronous invocation"). The queue is in memory:
 * what waits for a retry is lost when the laptop cloud stops.
 */
export function createAsyncInvoker(options: {
  readonly runtime: LambdaRuntime;
  readonly clock: Clock;
  /** Hands an event that could not be handled to the function's failure destination. */
  readonly onFailure: (request: {
    definition: FunctionDefinition;
    destination: string;
    record: object;
  }) => void;
  readonly log: (message: string) => void;
}): AsyncInvoker {
  const { runtime, clock, onFailure, log } = options;

  const attempt = async (
    definition: FunctionDefinition,
    payload: string,
    attempts: number,
  ): Promise<void> => {
    const result = await runtime.invoke(definition.name, payload);
    if (result.functionError === undefined) return;
    if (attempts <= definition.asyncRetries) {
      clock.after(RETRY_DELAYS_MS[attempts - 1] ?? 120_000, () => run(definition, payload, attempts + 1));
      return;
    }
    log(`lambda: ${definition.name} failed an event ${attempts} times; it is given up.`);
    if (definition.onFailureArn === undefined) return;
    onFailure({
      definition,
      destination: definition.onFailureArn,
      record: {
        version: '1.0',
        timestamp: new Date(clock.now()).toISOString(),
        requestContext: {
          functionArn: `${definition.arn}:$LATEST`,
          condition: 'RetriesExhausted',
          approximateInvokeCount: attempts,
        },
        requestPayload: JSON.parse(payload),
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: result.functionError },
        responsePayload: JSON.parse(result.payload),
      },
    });
  };
  const run = (definition: FunctionDefinition, payload: string, attempts: number) => {
    attempt(definition, payload, attempts).catch((error: unknown) => log(`lambda: ${String(error)}`));
  };

  return {
    send(nameOrArn, payload) {
      const definition = runtime.find(nameOrArn);
      if (!definition) throw new Error(`There is no function ${nameOrArn}.`);
      run(definition, payload, 1);
    },
  };
}
