import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { MachineType } from '../asl/definition.ts';
import type { Perform } from '../asl/execution.ts';
import { createExpressions } from '../asl/expressions.ts';
import { parseDefinition } from '../asl/parse-definition.ts';
import type { Clock } from './clock.ts';
import { createJsonService } from './json-service.ts';
import type { LocalService } from './service.ts';
import { machineArn } from './step-functions-arns.ts';
import { createExecutionOperations } from './step-functions-executions.ts';
import { createMachineOperations } from './step-functions-machines.ts';
import { createRuns } from './step-functions-runs.ts';
import { createStepFunctionsStore } from './step-functions-store.ts';
import { createTaskOperations } from './step-functions-tasks.ts';
import { createTokenDesk } from './step-functions-tokens.ts';

/** How long the name of a closed execution stays taken, and its history readable. */
const RETENTION_MS = 90 * 24 * 60 * 60 * 1000;

/** The local Step Functions. */
export interface StepFunctions extends LocalService {
  /**
   * The machine of a template's resource; running executions keep the definition that they began with.
   * @throws DefinitionError for what AWS, or the laptop cloud, would not run
   */
  ensureStateMachine(options: {
    readonly name: string;
    /** Amazon States Language, as JSON text. */
    readonly definition: string;
    readonly type: MachineType;
    /** The machine's role: the principal of the calls that its tasks make. */
    readonly roleName: string;
  }): { readonly arn: string };
  /** Goes on with the Standard executions that a shutdown or a crash interrupted. */
  resume(): void;
}

/**
 * Step Functions as its clients see it, for state machines in JSONata; operations and errors as in the AWS Step
 * Functions API Reference.
 *
 * Standard executions survive a restart: where each scope of an execution stands (the machine, every branch of a
 * Parallel, every iteration of a Map) is stored at each step, so finished branches and iterations are not run again,
 * waits and back-offs keep their time, and task tokens stay good. One difference from AWS: a call that was under way
 * when the process died is made again, so a task is at-least-once across a crash. Express executions live in memory,
 * are at-least-once for their callers, and are lost with the process, as on AWS they end with their five minutes.
 */
export function createStepFunctions(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  /** Makes the calls of Task states, without `.sync:2` and `.waitForTaskToken`, which are done here. */
  readonly perform: Perform;
  /** Told of failed executions: name, error and cause, never an input. */
  readonly log: (message: string) => void;
  /** Told of each state entered and each retry. */
  readonly onTransition: (kind: MachineType) => void;
  readonly random?: () => number;
  readonly uuid?: () => string;
}): StepFunctions {
  const { state, clock, random = Math.random, uuid = randomUUID } = options;
  const store = createStepFunctionsStore(state);
  const desk = createTokenDesk({ state, clock, uuid });
  const expressions = createExpressions({ clock, random, uuid });
  const runs = createRuns({ ...options, store, desk, random, uuid, expressions });
  const parts = { store, desk, runs, clock, uuid };
  return {
    ...createJsonService({
      signingName: 'states',
      operations: {
        ...createExecutionOperations({ ...parts, retentionMs: RETENTION_MS }),
        ...createMachineOperations(parts),
        ...createTaskOperations(parts),
      },
    }),
    ensureStateMachine({ name, definition, type, roleName }) {
      parseDefinition({ text: definition, type });
      store.putMachine({ name, type, definition, role: roleName, at: clock.now() });
      return { arn: machineArn(name) };
    },
    resume() {
      store.prune(clock.now() - RETENTION_MS);
      desk.prune();
      for (const row of store.running()) runs.drive(row);
    },
    close: () => runs.close(),
  };
}
