import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

import * as z from 'zod';

import type { HistoryEvent, Journal } from '../asl/execution.ts';
import { Frame } from '../asl/frame.ts';
import { transact } from './open-state.ts';

const MachineType = z.enum(['STANDARD', 'EXPRESS']);
const Milliseconds = z.number();

/** A state machine as it was last provisioned; times are epoch milliseconds. */
const MachineRow = z.object({
  name: z.string(),
  type: MachineType,
  definition: z.string(),
  definition_hash: z.string(),
  role: z.string(),
  created_at: Milliseconds,
});
export type MachineRow = z.infer<typeof MachineRow>;

/** A Standard execution; Express ones leave nothing behind. */
const ExecutionRow = z.object({
  /** Rises with each start: what lists are ordered and continued by. */
  seq: z.number(),
  arn: z.string(),
  name: z.string(),
  machine: z.string(),
  definition: z.string(),
  role: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  input: z.string(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  started_at: Milliseconds,
  stopped_at: Milliseconds.nullable(),
});
export type ExecutionRow = z.infer<typeof ExecutionRow>;

const EventRow = z.object({
  id: z.number(),
  at: Milliseconds,
  type: z.string(),
  details: z.string().nullable(),
});
export type EventRow = z.infer<typeof EventRow>;

export interface Closing {
  readonly status: Exclude<ExecutionRow['status'], 'RUNNING'>;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly at: number;
}

interface Page {
  /** Answers rows beyond this key, in the order of the list. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** State machines, Standard executions, their frames and histories, in the tables `sfn_…`. */
export interface StepFunctionsStore {
  putMachine(machine: Omit<MachineRow, 'definition_hash' | 'created_at'> & { readonly at: number }): void;
  machine(name: string): MachineRow | undefined;
  machines(): readonly MachineRow[];
  addExecution(row: Pick<ExecutionRow, 'arn' | 'name' | 'machine' | 'role' | 'input' | 'started_at'>): void;
  execution(arn: string): ExecutionRow | undefined;
  executions(options: Page & { machine: string; status?: string | undefined }): readonly ExecutionRow[];
  running(): readonly ExecutionRow[];
  /** Ends a running execution and forgets how it got there; false if it had ended already. */
  close(arn: string, closing: Closing): boolean;
  /** Forgets closed executions that stopped before `at`. */
  prune(at: number): void;
  forget(arn: string): void;
  journal(arn: string): Journal;
  addEvent(arn: string, event: HistoryEvent & { readonly id: number; readonly at: number }): void;
  eventCount(arn: string): number;
  events(options: Page & { arn: string; newestFirst: boolean }): readonly EventRow[];
}

const TABLES = `
  create table if not exists sfn_definition (hash text primary key, body text not null) without rowid;
  create table if not exists sfn_machine (
    name text primary key, type text not null, definition_hash text not null, role text not null,
    created_at integer not null) without rowid;
  create table if not exists sfn_execution (
    seq integer primary key autoincrement, arn text not null unique, name text not null, machine text not null,
    definition_hash text not null, role text not null, status text not null, input text not null, output text,
    error text, cause text, started_at integer not null, stopped_at integer);
  create index if not exists sfn_execution_machine on sfn_execution (machine, seq);
  create index if not exists sfn_execution_running on sfn_execution (status) where status = 'RUNNING';
  create table if not exists sfn_frame (
    execution text not null, path text not null, frame text not null, primary key (execution, path)) without rowid;
  create table if not exists sfn_event (
    execution text not null, id integer not null, at integer not null, type text not null, details text,
    primary key (execution, id)) without rowid;
`;
const EXECUTION =
  'select e.*, d.body as definition from sfn_execution e join sfn_definition d on d.hash = e.definition_hash';
const MACHINE =
  'select m.*, d.body as definition from sfn_machine m join sfn_definition d on d.hash = m.definition_hash';

export function createStepFunctionsStore(state: DatabaseSync): StepFunctionsStore {
  state.exec(TABLES);
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? state.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  const run = (sql: string, ...values: SQLInputValue[]) => statement(sql).run(...values);
  const one = <Row>(row: z.ZodType<Row>, sql: string, ...values: SQLInputValue[]): Row | undefined => {
    const found = statement(sql).get(...values);
    return found === undefined ? undefined : row.parse(found);
  };
  const all = <Row>(row: z.ZodType<Row>, sql: string, ...values: SQLInputValue[]): Row[] =>
    statement(sql)
      .all(...values)
      .map((found) => row.parse(found));

  const forget = (arn: string): void => {
    run('delete from sfn_frame where execution = ?', arn);
    run('delete from sfn_event where execution = ?', arn);
    run('delete from sfn_execution where arn = ?', arn);
  };

  return {
    putMachine({ name, type, definition, role, at }) {
      const hash = createHash('sha256').update(definition).digest('hex');
      transact(state, () => {
        run('insert or ignore into sfn_definition (hash, body) values (?, ?)', hash, definition);
        run(
          `insert into sfn_machine (name, type, definition_hash, role, created_at) values (?, ?, ?, ?, ?)
           on conflict (name) do update set type = excluded.type, definition_hash = excluded.definition_hash,
           role = excluded.role`,
          name,
          type,
          hash,
          role,
          at,
        );
      });
    },
    machine: (name) => one(MachineRow, `${MACHINE} where m.name = ?`, name),
    machines: () => all(MachineRow, `${MACHINE} order by m.name`),

    addExecution({ arn, name, machine, role, input, started_at }) {
      transact(state, () => {
        forget(arn);
        run(
          `insert into sfn_execution (arn, name, machine, definition_hash, role, status, input, started_at)
           values (?, ?, ?, (select definition_hash from sfn_machine where name = ?), ?, 'RUNNING', ?, ?)`,
          arn,
          name,
          machine,
          machine,
          role,
          input,
          started_at,
        );
      });
    },
    execution: (arn) => one(ExecutionRow, `${EXECUTION} where e.arn = ?`, arn),
    executions: ({ machine, status, after, limit }) =>
      all(
        ExecutionRow,
        `${EXECUTION} where e.machine = ? and e.status like ? and e.seq < ? order by e.seq desc limit ?`,
        machine,
        status ?? '%',
        after ?? Number.MAX_SAFE_INTEGER,
        limit,
      ),
    running: () => all(ExecutionRow, `${EXECUTION} where e.status = 'RUNNING' order by e.seq`),
    close(arn, { status, output, error, cause, at }) {
      return transact(state, () => {
        const { changes } = run(
          `update sfn_execution set status = ?, output = ?, error = ?, cause = ?, stopped_at = ?
           where arn = ? and status = 'RUNNING'`,
          status,
          output ?? null,
          error ?? null,
          cause ?? null,
          at,
          arn,
        );
        run('delete from sfn_frame where execution = ?', arn);
        return changes === 1;
      });
    },
    prune(at) {
      transact(state, () => {
        for (const { arn } of all(ExecutionRow, `${EXECUTION} where e.stopped_at < ?`, at)) forget(arn);
        state.exec(`delete from sfn_definition where hash not in (select definition_hash from sfn_machine)
          and hash not in (select definition_hash from sfn_execution)`);
      });
    },
    forget: (arn) => transact(state, () => forget(arn)),

    journal: (arn) => ({
      read(path) {
        const row = one(
          z.object({ frame: z.string() }),
          'select frame from sfn_frame where execution = ? and path = ?',
          arn,
          path,
        );
        return row === undefined ? undefined : Frame.parse(JSON.parse(row.frame));
      },
      write: (path, frame) =>
        void run('insert or replace into sfn_frame values (?, ?, ?)', arn, path, JSON.stringify(frame)),
      forgetBelow: (path) =>
        void run(
          'delete from sfn_frame where execution = ? and substr(path, 1, length(?)) = ?',
          arn,
          path,
          path,
        ),
    }),

    addEvent: (arn, { id, at, type, details }) =>
      void run(
        'insert into sfn_event values (?, ?, ?, ?, ?)',
        arn,
        id,
        at,
        type,
        details === undefined ? null : JSON.stringify(details),
      ),
    eventCount: (arn) =>
      one(
        z.object({ last: z.number().nullable() }),
        'select max(id) as last from sfn_event where execution = ?',
        arn,
      )?.last ?? 0,
    events: ({ arn, newestFirst, after, limit }) =>
      newestFirst
        ? all(
            EventRow,
            'select id, at, type, details from sfn_event where execution = ? and id < ? order by id desc limit ?',
            arn,
            after ?? Number.MAX_SAFE_INTEGER,
            limit,
          )
        : all(
            EventRow,
            'select id, at, type, details from sfn_event where execution = ? and id > ? order by id limit ?',
            arn,
            after ?? 0,
            limit,
          ),
  };
}
