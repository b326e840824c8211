import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';

import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';

import type { Perform } from '../../local/asl/execution.ts';
import { openState } from '../../local/aws/open-state.ts';
import type { LocalService } from '../../local/aws/service.ts';
import { type StepFunctions, createStepFunctions } from '../../local/aws/step-functions.ts';
import { type TestEndpoint, startEndpoint } from './start-endpoint.ts';
import { type VirtualClock, createVirtualClock } from './virtual-clock.ts';

export interface StepFunctionsTest {
  readonly state: DatabaseSync;
  readonly clock: VirtualClock;
  readonly service: StepFunctions;
  readonly endpoint: TestEndpoint;
  readonly client: SFNClient;
  readonly logged: string[];
  readonly transitions: Record<'STANDARD' | 'EXPRESS', number>;
  /** Provisions a machine and answers its ARN. */
  machine(
    name: string,
    states: object,
    more?: { type?: 'STANDARD' | 'EXPRESS'; TimeoutSeconds?: number },
  ): string;
  /** Starts an execution and answers its ARN. */
  start(stateMachineArn: string, input?: unknown, name?: string): Promise<string>;
  describe(executionArn: string): Promise<DescribeExecutionCommandOutput>;
  /** Waits until an execution is no longer running. */
  ended(executionArn: string): Promise<DescribeExecutionCommandOutput>;
  close(): Promise<void>;
}

/** Step Functions behind the one port, on a clock of its own, reached by the SDK's client. */
export async function startStepFunctions(options: {
  readonly perform?: Perform;
  /** The database of an earlier one: a restart. */
  readonly state?: DatabaseSync;
  readonly clock?: VirtualClock;
  readonly beside?: readonly LocalService[];
}): Promise<StepFunctionsTest> {
  const { state = openState(':memory:'), clock = createVirtualClock(), beside = [] } = options;
  const logged: string[] = [];
  const transitions = { STANDARD: 0, EXPRESS: 0 };
  const service = createStepFunctions({
    state,
    clock,
    perform: options.perform ?? (async ({ arguments: given }) => given),
    log: (message) => logged.push(message),
    onTransition: (kind) => void (transitions[kind] += 1),
  });
  const endpoint = await startEndpoint([service, ...beside]);
  // The SDK would call StartSyncExecution at sync-127.0.0.1, which no laptop resolves.
  const client = new SFNClient({ ...endpoint.clientOptions(), disableHostPrefix: true });
  const describe = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));
  return {
    state,
    clock,
    service,
    endpoint,
    client,
    logged,
    transitions,
    machine(name, states, { type = 'STANDARD', ...more } = {}) {
      const definition = {
        QueryLanguage: 'JSONata',
        StartAt: Object.keys(states)[0],
        States: states,
        ...more,
      };
      const text = JSON.stringify(definition);
      return service.ensureStateMachine({ name, definition: text, type, roleName: 'MachineRole' }).arn;
    },
    async start(stateMachineArn, input = {}, name) {
      const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name });
      const { executionArn = '' } = await client.send(command);
      return executionArn;
    },
    describe,
    async ended(executionArn) {
      for (let round = 0; round < 200; round += 1) {
        const found = await describe(executionArn);
        if (found.status !== 'RUNNING') return found;
        await pause(5);
      }
      throw new Error(`${executionArn} is still running.`);
    },
    async close() {
      client.destroy();
      await endpoint.close();
      await service.close();
    },
  };
}
