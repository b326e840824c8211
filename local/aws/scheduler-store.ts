import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { ScheduleInput } from './scheduler-input.ts';
import { ACCOUNT, REGION } from './service.ts';

export const SCHEDULER_ARN = `arn:aws:scheduler:${REGION}:${ACCOUNT}`;

export function arnOf({ GroupName, Name }: { readonly GroupName: string; readonly Name: string }): string {
  return `${SCHEDULER_ARN}:schedule/${GroupName}/${Name}`;
}

const Row = z.object({
  group_name: z.string(),
  name: z.string(),
  input: z.string(),
  created: z.number(),
  modified: z.number(),
  next: z.number().nullable(),
});

/** A schedule as it is kept; times are epoch milliseconds. */
export interface StoredSchedule {
  readonly input: ScheduleInput;
  readonly created: number;
  readonly modified: number;
  /** When it fires next; undefined for not any more. It moves on when it has fired, so that a crash repeats and loses nothing. */
  readonly next: number | undefined;
}

/** Schedules in the state of the laptop cloud. */
export function createScheduleStore(state: DatabaseSync) {
  state.exec(`create table if not exists schedules (
    group_name text not null, name text not null, input text not null, created integer not null,
    modified integer not null, next integer, primary key (group_name, name))`);
  const read = (row: unknown): StoredSchedule => {
    const { input, created, modified, next } = Row.parse(row);
    return { input: ScheduleInput.parse(JSON.parse(input)), created, modified, next: next ?? undefined };
  };
  return {
    find(group: string, name: string): StoredSchedule | undefined {
      const row = state.prepare('select * from schedules where group_name = ? and name = ?').get(group, name);
      return row && read(row);
    },
    all: (): readonly StoredSchedule[] => state.prepare('select * from schedules').all().map(read),
    put({ input, created, modified, next }: StoredSchedule): void {
      state
        .prepare('insert or replace into schedules values (?, ?, ?, ?, ?, ?)')
        .run(input.GroupName, input.Name, JSON.stringify(input), created, modified, next ?? null);
    },
    remove(group: string, name: string): boolean {
      const { changes } = state
        .prepare('delete from schedules where group_name = ? and name = ?')
        .run(group, name);
      return Number(changes) > 0;
    },
  };
}
