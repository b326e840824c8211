import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import { TaskOutcome, type TaskTokens } from '../asl/execution.ts';
import type { Clock } from './clock.ts';
import { AwsError } from './service.ts';

/** All task tokens of Standard executions; they outlive a restart, and so do outcomes that nobody has read yet. */
export interface TokenDesk {
  /** The tokens of one execution, as the interpreter uses them. */
  ofExecution(arn: string): TaskTokens;
  /** The execution that a token belongs to. */
  executionOf(token: string): string | undefined;
  /** @throws AwsError `InvalidToken`, `TaskTimedOut` */
  report(token: string, outcome: TaskOutcome): void;
  /** @throws AwsError `InvalidToken`, `TaskTimedOut` */
  heartbeat(token: string): void;
  /** Voids every token of an execution that has ended. */
  endExecution(arn: string): void;
  /** Forgets the tokens of executions that are forgotten. */
  prune(): void;
}

const TokenRow = z.object({
  execution: z.string(),
  heartbeat_at: z.number(),
  open: z.number(),
  outcome: z.string().nullable(),
});

export function createTokenDesk(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly uuid: () => string;
}): TokenDesk {
  const { state, clock, uuid } = options;
  state.exec(`create table if not exists sfn_token (
    token text primary key, execution text not null, heartbeat_at integer not null, open integer not null,
    outcome text) without rowid;
    create index if not exists sfn_token_execution on sfn_token (execution)`);
  const insert = state.prepare('insert into sfn_token values (?, ?, ?, 1, null)');
  const select = state.prepare(
    'select execution, heartbeat_at, open, outcome from sfn_token where token = ?',
  );
  const settle = state.prepare('update sfn_token set open = 0, outcome = ? where token = ?');
  const touch = state.prepare('update sfn_token set heartbeat_at = ? where token = ?');
  const shut = state.prepare('update sfn_token set open = 0 where token = ?');
  const shutAll = state.prepare('update sfn_token set open = 0, outcome = null where execution = ?');
  const waiting = new Map<string, (outcome: TaskOutcome) => void>();

  const find = (token: string) => {
    const row = select.get(token);
    return row === undefined ? undefined : TokenRow.parse(row);
  };
  const findOpen = (token: string) => {
    const row = find(token);
    if (row === undefined) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
    if (row.open === 0) {
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    return row;
  };

  return {
    executionOf: (token) => find(token)?.execution,
    report(token, outcome) {
      findOpen(token);
      settle.run(JSON.stringify(outcome), token);
      waiting.get(token)?.(outcome);
    },
    heartbeat(token) {
      findOpen(token);
      touch.run(clock.now(), token);
    },
    endExecution: (arn) => void shutAll.run(arn),
    prune: () => state.exec('delete from sfn_token where execution not in (select arn from sfn_execution)'),
    ofExecution: (arn) => ({
      open() {
        // As opaque and as long-lived as the task: a random value that no one can guess.
        const token = `${uuid()}${uuid()}`.replaceAll('-', '');
        insert.run(token, arn, clock.now());
        return token;
      },
      outcome(token, signal) {
        const known = find(token)?.outcome;
        if (typeof known === 'string') return Promise.resolve(TaskOutcome.parse(JSON.parse(known)));
        return new Promise((resolve, reject) => {
          if (signal.aborted) return reject(signal.reason);
          const forget = () => {
            waiting.delete(token);
            reject(signal.reason);
          };
          signal.addEventListener('abort', forget, { once: true });
          waiting.set(token, (outcome) => {
            waiting.delete(token);
            signal.removeEventListener('abort', forget);
            resolve(outcome);
          });
        });
      },
      lastHeartbeat: (token) => find(token)?.heartbeat_at ?? 0,
      close: (token) => void shut.run(token),
    }),
  };
}
