import { mkdirSync } from 'node:fs';
import type { FunctionDefinition } from './function-definition.ts';
import { createFunctionLog, type FunctionLog } from './function-log.ts';
import { PAYLOAD_LIMIT, type InvocationResult } from './invocation.ts';
import { createPool, type Pool } from './pool.ts';

/** Runs the template's functions. Names are physical names, ARNs, or the short name that a function logs under. */
export interface LambdaRuntime {
  /** Makes a function known; it is loaded when it is first called. */
  register(definition: FunctionDefinition): void;
  /** The definition of a function; undefined where there is none. */
  find(nameOrArn: string): FunctionDefinition | undefined;
  /** Waits for the outcome. Throws where there is no such function or the payload is too large. */
  invoke(nameOrArn: string, payload: string): Promise<InvocationResult>;
  /** Starts one worker per function ahead of time. */
  warm(): Promise<void>;
  /** Ends the busy workers of a function, for tests of faults. Returns how many. */
  kill(nameOrArn: string): Promise<number>;
  /** Invocations so far, by function. */
  invocations(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export function createLambdaRuntime(options: {
  readonly logsDirectory: string;
  readonly newRequestId: () => string;
  readonly onLoud: (message: string) => void;
  /** Concurrent invocations per function; more wait. */
  readonly maxWorkers?: number;
  readonly idleMs?: number;
}): LambdaRuntime {
  const { logsDirectory, newRequestId, onLoud, maxWorkers = 10, idleMs = 5 * 60_000 } = options;
  mkdirSync(logsDirectory, { recursive: true });
  const counts = new Map<string, number>();
  const logs: FunctionLog[] = [];
  const pools = new Map<string, Pool>();
  const byName = new Map<string, FunctionDefinition>();

  const register = (definition: FunctionDefinition): void => {
    const { name, arn, environment } = definition;
    const log = createFunctionLog({ name, directory: logsDirectory, onLoud });
    const onOutput = (chunk: string, stream: 'stdout' | 'stderr') => log.append(chunk, stream);
    logs.push(log);
    pools.set(name, createPool({ definition, maxWorkers, idleMs, onOutput }));
    const shortName = environment['POWERTOOLS_SERVICE_NAME'];
    for (const known of [name, arn, shortName]) if (known !== undefined) byName.set(known, definition);
  };

  const poolOf = (nameOrArn: string): Pool => {
    const pool = pools.get(byName.get(nameOrArn)?.name ?? '');
    if (!pool) throw new Error(`There is no function ${nameOrArn}.`);
    return pool;
  };

  return {
    register,
    find: (nameOrArn) => byName.get(nameOrArn),
    invoke(nameOrArn, payload) {
      const pool = poolOf(nameOrArn);
      if (Buffer.byteLength(payload) > PAYLOAD_LIMIT)
        throw new Error(`The payload for ${nameOrArn} exceeds 6 MB.`);
      const { name } = byName.get(nameOrArn) ?? { name: nameOrArn };
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return pool.invoke({ payload, requestId: newRequestId() });
    },
    async warm() {
      for (const pool of pools.values()) await pool.warm();
    },
    kill: (nameOrArn) => poolOf(nameOrArn).kill(),
    invocations: () => Object.fromEntries(counts),
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
      await Promise.all(logs.map((log) => log.close()));
    },
  };
}
