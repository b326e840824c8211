import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { readApis, type SearchedDocument } from './read-apis.ts';

const Call = z.object({ api: z.string(), method: z.string(), path: z.string() });
const Task = z.object({
  id: z.string(),
  query: z.string(),
  apis: z.array(z.string()).optional(),
  gold: z.array(z.object({ ...Call.shape, alt: z.array(Call).default([]) })).default([]),
});
export type Task = z.infer<typeof Task>;

/** A folder with `tasks.jsonl` and `specs/`; its family are sets of the same making, which are left out together. */
export interface TaskSet {
  readonly name: string;
  readonly family: string;
  readonly tasks: readonly Task[];
  readonly apis: readonly SearchedDocument[];
}

/** Reads an evaluation set. */
export async function readTaskSet(folder: string): Promise<TaskSet> {
  const lines = (await readFile(join(folder, 'tasks.jsonl'), 'utf8')).split('\n');
  const tasks = lines.filter((line) => line.trim() !== '').map((line) => Task.parse(JSON.parse(line)));
  const name = basename(folder);
  return { name, family: name.replace(/-?\d+$/, ''), tasks, apis: await readApis(join(folder, 'specs')) };
}

/** The documents that a task searches. */
export function apisOf({ apis }: TaskSet, task: Task): readonly SearchedDocument[] {
  const { apis: named } = task;
  return named === undefined ? apis : apis.filter(({ name }) => named.includes(name));
}

/** An operation as the scorer compares it: the names of placeholders and a final slash do not matter. */
export function keyOf({ api, method, path }: z.infer<typeof Call>): string {
  const plain = path
    .trim()
    .replace(/\{[^}]*\}/g, '{}')
    .replace(/\/+$/, '');
  return `${api}|${method.toUpperCase()} ${plain === '' ? '/' : plain}`;
}

/** The different operations that a task needs, each with those that count as the same. */
export function neededBy(task: Task): readonly (readonly string[])[] {
  const needed = new Map(task.gold.map((call) => [keyOf(call), [call, ...call.alt].map(keyOf)]));
  return [...needed.values()];
}
