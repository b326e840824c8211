import * as z from 'zod';

import { jsonOperation } from './json-service.ts';
import { AwsError } from './service.ts';
import { machineArn, machineNameOf, roleArn } from './step-functions-arns.ts';
import type { MachineRow, StepFunctionsStore } from './step-functions-store.ts';

const Arn = z.string().min(1).max(256);

/** The machine that an ARN names. Throws `InvalidArn`, `StateMachineDoesNotExist`. */
export function requireMachine(store: StepFunctionsStore, arn: string): MachineRow {
  const machine = store.machine(machineNameOf(arn));
  if (machine === undefined) {
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }
  return machine;
}

export function createMachineOperations({ store }: { readonly store: StepFunctionsStore }) {
  return {
    DescribeStateMachine: jsonOperation({
      input: z.strictObject({ stateMachineArn: Arn, includedData: z.literal('ALL_DATA').optional() }),
      permissions: ({ stateMachineArn }) => [
        { action: 'states:DescribeStateMachine', resource: stateMachineArn },
      ],
      perform({ stateMachineArn }) {
        const { definition, role, ...machine } = requireMachine(store, stateMachineArn);
        return { ...summaryOf(machine), status: 'ACTIVE', definition, roleArn: roleArn(role) };
      },
    }),
    ListStateMachines: jsonOperation({
      input: z.strictObject({ maxResults: z.int().min(0).max(1000).optional() }),
      permissions: () => [{ action: 'states:ListStateMachines', resource: '*' }],
      perform: ({ maxResults }) => ({
        stateMachines: store
          .machines()
          .slice(0, maxResults === undefined || maxResults === 0 ? 100 : maxResults)
          .map(summaryOf),
      }),
    }),
  };
}

function summaryOf({ name, type, created_at }: Pick<MachineRow, 'name' | 'type' | 'created_at'>) {
  return { stateMachineArn: machineArn(name), name, type, creationDate: created_at / 1000 };
}
