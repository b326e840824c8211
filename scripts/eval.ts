/**
 * `npm run --silent eval -- --set DIR --out FILE.jsonl [--planner rules]`: plans every task of an evaluation set with the
 * production retrieval and planner and writes one prediction a line. A set is a folder with `tasks.jsonl` and
 * `specs/<api>.json|yaml`. Indexes are built before the clock starts, as they are kept between requests.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { Connection } from '../shared/domain/connection.ts';
import { ingestDocument } from '../shared/openapi/ingest-document.ts';
import { toCatalogue } from '../shared/openapi/to-catalogue.ts';
import { createIndexCache } from '../shared/planner/index-cache.ts';
import type { PlannerApi } from '../shared/planner/operation-view.ts';
import { planRequest } from '../shared/planner/plan-request.ts';
import { search } from '../shared/planner/retrieve.ts';
import { visibleText } from '../shared/planner/text.ts';
import { predictedSteps } from './predicted-steps.ts';

const RETRIEVED = 50;
const Task = z.object({ id: z.string(), query: z.string(), apis: z.array(z.string()).optional() });

const { values } = parseArgs({
  options: {
    set: { type: 'string' },
    out: { type: 'string' },
    planner: { type: 'string', default: 'rules' },
  },
});
const { set, out, planner } = values;
if (set === undefined || out === undefined || planner !== 'rules') {
  throw new Error('usage: eval --set DIR --out FILE.jsonl [--planner rules]');
}

const lines = (await readFile(join(set, 'tasks.jsonl'), 'utf8'))
  .split('\n')
  .filter((line) => line.trim() !== '');
const tasks = lines.map((line) => Task.parse(JSON.parse(line)));
const every = (await readdir(join(set, 'specs'))).map((file) => file.replace(/\.(json|yaml)$/, ''));
const apis = new Map<string, PlannerApi>();
for (const name of new Set(tasks.flatMap((task) => task.apis ?? every)))
  apis.set(name, await readApi(set, name));

const cache = createIndexCache({ size: 200 });
const clock = { now: () => Date.now() };
const predictions: string[] = [];
for (const task of tasks) {
  const known = (task.apis ?? every).flatMap((name) => apis.get(name) ?? []);
  const index = cache.get(known);
  const start = performance.now();
  const plan = await planRequest({ message: task.query, apis: known, deadlineMs: 25_000, clock, cache });
  const ms = performance.now() - start;
  const retrieved = search(index, visibleText(task.query), RETRIEVED).map(({ view }) => ({
    api: view.api.connection.id,
    method: view.operation.method,
    path: view.operation.path,
  }));
  const { confidence, questions } = plan;
  const predicted = {
    steps: predictedSteps(plan.steps),
    confidence,
    questions: questions.map((item) => item.question),
  };
  predictions.push(
    JSON.stringify({ id: task.id, retrieved, plan: predicted, ms: Math.round(ms * 100) / 100 }),
  );
}
await writeFile(out, `${predictions.join('\n')}\n`);
console.error(`${predictions.length} predictions in ${out}`);

/** A document of the set as a connected API whose id is its name in the set. References to other files are refused. */
async function readApi(folder: string, name: string): Promise<PlannerApi> {
  const file = ['json', 'yaml'].map((ending) => join(folder, 'specs', `${name}.${ending}`)).find(existsSync);
  if (file === undefined) throw new Error(`There is no document for ${name} in ${folder}.`);
  const result = await ingestDocument({ document: { source: await readFile(file, 'utf8') } });
  if (!result.ok) throw new Error(`${name}: ${result.message}`);
  return { connection: connectionFor(name), catalogue: toCatalogue(result.document) };
}

function connectionFor(name: string): Connection {
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
