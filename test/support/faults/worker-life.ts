import {
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTableClient } from '../../../shared/aws/table-client.ts';
import { AppError } from '../../../shared/domain/errors.ts';
import { TABLE_NAME, type TestDynamoDb } from '../dynamodb.ts';

/** What a worker does with the world outside of it. */
export type Operation = 'read' | 'write' | 'call' | 'kms';
/** What goes wrong with one of these. `lost`: it was done, and the answer did not come back. */
export type Fault = 'die before' | 'die after' | 'throttled' | 'conflict' | 'lost';

export class Death extends Error {}

/** One worker, whose operations fail as `choose` says; from its death on it does nothing any more. */
export function workerLife(choose: (operation: Operation) => Fault | undefined) {
  const death = Promise.withResolvers<never>();
  death.promise.catch(() => undefined);
  let dead = false;
  const silence = () => new Promise<never>(() => undefined);
  const die = (): Promise<never> => {
    dead = true;
    death.reject(new Death('The worker was killed.'));
    return silence();
  };
  return {
    /** Rejects with a `Death` when it dies. */
    death: death.promise,
    async perform<T>(operation: Operation, act: () => Promise<T>, isTransaction = false): Promise<T> {
      if (dead) return silence();
      const fault = choose(operation);
      if (fault === 'die before') return die();
      if (fault === 'throttled' || fault === 'conflict') throw errorOf(operation, fault, isTransaction);
      const result = await act();
      if (dead) return silence();
      if (fault === 'die after') return die();
      if (fault === 'lost' && operation !== 'call')
        throw Object.assign(new Error('Late.'), { name: 'TimeoutError' });
      return result;
    },
  };
}

export type WorkerLife = ReturnType<typeof workerLife>;

function errorOf(operation: Operation, fault: 'throttled' | 'conflict', isTransaction: boolean): Error {
  const rest = { $metadata: {}, message: fault };
  if (operation === 'kms') return new AppError('SERVICE_UNAVAILABLE');
  if (fault === 'throttled' || operation === 'read') return new ProvisionedThroughputExceededException(rest);
  if (!isTransaction) return new TransactionConflictException(rest);
  return new TransactionCanceledException({
    ...rest,
    CancellationReasons: [{ Code: 'TransactionConflict' }],
  });
}

/** The table as this worker reaches it: the real engine behind the faults. */
export function tableOf({ documents }: TestDynamoDb, life: WorkerLife) {
  type Send = DynamoDBDocumentClient['send'];
  const client: DynamoDBDocumentClient = Object.create(documents, {
    send: {
      value: (command: Parameters<Send>[0]) => {
        const name = command.constructor.name;
        const operation = /Put|Update|Write|Delete/.test(name) ? 'write' : 'read';
        return life.perform(operation, () => documents.send(command), name.startsWith('Transact'));
      },
    },
  });
  const sleep = async () => undefined;
  return createTableClient({ client, tableName: TABLE_NAME, sleep, random: () => 0 });
}
