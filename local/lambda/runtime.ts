import { mkdirSync } from 'node:fs';
import type { FunctionDefinition } from './function-definition.ts';
import { createFunctionLog } from './function-log.ts';
import { PAYLOAD_LIMIT, type InvocationResult } from './invocation.ts';
import { createPool, type Pool } from './pool.ts';

/** Runs the template's functions. Names are physical names, ARNs, or the short name that a function logs under. */
export interface LambdaRuntime {
  /** The definition of a function; undefined where there is none. */
  find(nameOrArn: string): FunctionDefinition | undefined;
  /** Waits for the outcome. Throws where there is no such function or the payload is too large. */
  invoke(nameOrArn: string, payload: string): Promise<InvocationResult>;
  /** Starts one worker per function ahead of time. */
  warm(): Promise<void>;
  /** Ends the busy workers of a function (the idle ones where none is busy), for tests of faults. Returns how many. */
  kill(nameOrArn: string): Promise<number>;
  /** Invocations since the last reset, by function. */
  invocations(): Readonly<Record<string, number>>;
  resetInvocations(): void;
  close(): Promise<void>;
}

export function createLambdaRuntime(options: {
  readonly functions: readonly FunctionDefinition[];
  readonly logsDirectory: string;
  readonly newRequestId: () => string;
  readonly onLoud: (message: string) => void;
  /** Concurrent invocations per function; more wait. */
  readonly maxWorkers?: number;
  readonly idleMs?: number;
}): LambdaRuntime {
  const { functions, logsDirectory, newRequestId, onLoud, maxWorkers = 10, idleMs = 5 * 60_000 } = options;
  mkdirSync(logsDirectory, { recursive: true });
  const counts = new Map<string, number>();
  const logs = functions.map((definition) => ({
    definition,
    log: createFunctionLog({ name: definition.name, directory: logsDirectory, onLoud }),
  }));
  const pools = new Map<string, Pool>(
    logs.map(({ definition, log }) => [
      definition.name,
      createPool({ definition, maxWorkers, idleMs, onOutput: (chunk, stream) => log.append(chunk, stream) }),
    ]),
  );
  const byName = new Map<string, FunctionDefinition>();
  for (const definition of functions) {
    const shortName = definition.environment['POWERTOOLS_SERVICE_NAME'];
    if (shortName !== undefined && !byName.has(shortName)) byName.set(shortName, definition);
  }
  for (const definition of functions) {
    byName.set(definition.name, definition);
    byName.set(definition.arn, definition);
  }

  const poolOf = (nameOrArn: string): Pool => {
    const pool = pools.get(byName.get(nameOrArn)?.name ?? '');
    if (!pool) throw new Error(`There is no function ${nameOrArn}.`);
    return pool;
  };

  return {
    find: (nameOrArn) => byName.get(nameOrArn),
    invoke(nameOrArn, payload) {
      const pool = poolOf(nameOrArn);
      if (Buffer.byteLength(payload) > PAYLOAD_LIMIT) throw new Error(`The payload for ${nameOrArn} exceeds 6 MB.`);
      const { name } = byName.get(nameOrArn) ?? { name: nameOrArn };
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return pool.invoke({ payload, requestId: newRequestId() });
    },
    async warm() {
      for (const pool of pools.values()) await pool.warm();
    },
    kill: (nameOrArn) => poolOf(nameOrArn).kill(),
    invocations: () => Object.fromEntries(counts),
    resetInvocations: () => counts.clear(),
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
      await Promise.all(logs.map(({ log }) => log.close()));
    },
  };
}
