import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Json } from '../../shared/domain/json.ts';
import { ingestDocument } from '../../shared/openapi/ingest-document.ts';
import { toCatalogue } from '../../shared/openapi/to-catalogue.ts';
import type { PlannerApi } from '../../shared/planner/operation-view.ts';

const Call = z.object({ api: z.string(), method: z.string(), path: z.string() });
// What only the scorer reads stays in.
const Argument = z.looseObject({
  value: z.custom<Json>().optional(),
  from: z.object({ step: z.int(), path: z.string() }).optional(),
  match: z.string().optional(),
  optional: z.boolean().optional(),
});
const GoldCall = z.looseObject({
  ...Call.shape,
  /** Other operations that count as the same. */
  alt: z.array(Call).default([]),
  args: z.record(z.string(), Argument).optional(),
});
const Task = z.looseObject({
  id: z.string(),
  query: z.string(),
  apis: z.array(z.string()).optional(),
  gold: z.array(GoldCall).default([]),
});
const About = z.looseObject({ sharesSubjects: z.boolean().default(false) });
export type GoldCall = z.infer<typeof GoldCall>;
export type Task = z.infer<typeof Task>;

/** A folder with `tasks.jsonl` and `specs/<api>.json|yaml`. */
export interface EvaluationSet {
  readonly name: string;
  readonly folder: string;
  /** Whether it asks of what other sets are about too, so that crossed with them its tasks may be served. */
  readonly sharesSubjects: boolean;
  readonly tasks: readonly Task[];
  /** The APIs that a task searches; all of the set where the task does not say. */
  readonly apisOf: (task: Pick<Task, 'apis'>) => readonly PlannerApi[];
}

/** Reads a set with its documents; a connection's id is the name of its document. */
export async function loadSet(folder: string): Promise<EvaluationSet> {
  const lines = (await readFile(join(folder, 'tasks.jsonl'), 'utf8')).split('\n');
  const tasks = lines.filter((line) => line.trim() !== '').map((line) => Task.parse(JSON.parse(line)));
  const about = About.parse(JSON.parse(await readFile(join(folder, 'set.json'), 'utf8')));
  const every = (await readdir(join(folder, 'specs'))).map((file) => file.replace(/\.(json|yaml)$/, ''));
  const apis = new Map<string, PlannerApi>();
  for (const name of new Set(tasks.flatMap((task) => task.apis ?? every)))
    apis.set(name, await readApi(folder, name));
  return {
    name: basename(folder),
    folder,
    sharesSubjects: about.sharesSubjects,
    tasks,
    apisOf: (task) => (task.apis ?? every).flatMap((name) => apis.get(name) ?? []),
  };
}

/** A document of a set as a connected API. References to other files are refused. */
async function readApi(folder: string, name: string): Promise<PlannerApi> {
  const file = ['json', 'yaml'].map((ending) => join(folder, 'specs', `${name}.${ending}`)).find(existsSync);
  if (file === undefined) throw new Error(`There is no document for ${name} in ${folder}.`);
  const result = await ingestDocument({ document: { source: await readFile(file, 'utf8') } });
  if (!result.ok) throw new Error(`${name}: ${result.message}`);
  return { connection: connectionFor(name), catalogue: toCatalogue(result.document) };
}

/** A connection to a document of a set; its id is the name of the document. */
export function connectionFor(name: string): Connection {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: name,
    tenantId: 'evaluation',
    name,
    description: '',
    baseUrl: 'https://api.example',
    auth: { type: 'none' },
    status: 'ACTIVE',
    ingestionStatus: 'SUCCEEDED',
    endpointCount: 0,
    problems: [],
    createdAt: at,
    updatedAt: at,
    revision: 1,
  };
}
