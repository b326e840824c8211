/**
 * `npm run --silent eval -- --set DIR --out FILE.jsonl [--distractors DIR] [--planner rules|model]`: plans every task of an
 * evaluation set with the production retrieval and planner and writes one prediction a line. A set is a folder with
 * `tasks.jsonl` and `specs/<api>.json|yaml`; the documents below the folder of distractors are searched with those of every
 * task. The clock counts finding and planning: segments are opened before it starts, and operations are read while it
 * stands, as both are kept between requests. The model is the one of OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL; what it
 * used is told at the end, and a task that it failed is planned by the rules, as in production.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findOperations } from '../shared/planner/find-operations.ts';
import { createIndexCache } from '../shared/planner/index-cache.ts';
import { planRequest } from '../shared/planner/plan-request.ts';
import { poolOf } from '../shared/planner/retrieval/pool.ts';
import { search } from '../shared/planner/retrieval/search.ts';
import { evaluatedModel } from './evaluation/evaluated-model.ts';
import { connectionFor } from './evaluation/load-set.ts';
import { predictedSteps } from './predicted-steps.ts';
import { readApis } from './retrieval/read-apis.ts';
import { apisOf, readTaskSet } from './retrieval/tasks.ts';

const RETRIEVED = 50;

const { values } = parseArgs({
  options: {
    set: { type: 'string' },
    out: { type: 'string' },
    distractors: { type: 'string' },
    planner: { type: 'string', default: 'rules' },
  },
});
const { set: folder, out, distractors, planner } = values;
if (folder === undefined || out === undefined || !['rules', 'model'].includes(planner)) {
  throw new Error('usage: eval --set DIR --out FILE.jsonl [--distractors DIR] [--planner rules|model]');
}
const model = planner === 'model' ? evaluatedModel(process.env) : undefined;

const set = await readTaskSet(folder);
const own = new Set(set.apis.map(({ name }) => name));
const others = distractors === undefined ? [] : await readApis(distractors);
const added = others.filter(({ name }) => !own.has(name));
const cache = createIndexCache({ size: 200 });
const clock = { now: () => Date.now() };
const predictions: string[] = [];
let fallbacks = 0;
for (const task of set.tasks) {
  const documents = [...apisOf(set, task), ...added];
  const pool = poolOf(documents);
  const start = performance.now();
  const found = findOperations({ apis: documents, texts: [task.query] });
  const findingMs = performance.now() - start;
  const apis = documents.flatMap((document, at) => {
    const numbers = found[at] ?? [];
    if (numbers.length === 0) return [];
    return [{ connection: connectionFor(document.name), catalogue: document.read(numbers) }];
  });
  const restart = performance.now();
  const plan = await planRequest({
    message: task.query,
    apis,
    ...(model === undefined ? {} : { model: model.client }),
    deadlineMs: 25_000,
    clock,
    cache,
  });
  const ms = findingMs + performance.now() - restart;
  const retrieved = search(pool, task.query, RETRIEVED).map(
    ({ api, operation }) => documents[api]?.calls[operation],
  );
  if (plan.fallbackReason !== undefined) fallbacks += 1;
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
if (model) console.error(`${model.report()}; ${fallbacks} planned by the rules`);
