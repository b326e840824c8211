import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const Row = z.object({ value: z.string() });

/** Small values of the laptop cloud itself that outlive a restart. */
export interface Settings {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

export function createSettings(state: DatabaseSync): Settings {
  state.exec('create table if not exists laptop_settings (name text primary key, value text not null)');
  const read = state.prepare('select value from laptop_settings where name = ?');
  const write = state.prepare('insert or replace into laptop_settings (name, value) values (?, ?)');
  return {
    get: (name) => Row.optional().parse(read.get(name))?.value,
    set: (name, value) => void write.run(name, value),
  };
}
