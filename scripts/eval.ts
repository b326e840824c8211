/**
 * `npm run --silent eval -- --set DIR --out FILE.jsonl [--planner rules]`: plans every task of an evaluation set with the
 * production retrieval and planner and writes one prediction a line. A set is a folder with `tasks.jsonl` and
 * `specs/<api>.json|yaml`. Indexes are built before the clock starts, as they are kept between requests.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createIndexCache } from '../shared/planner/index-cache.ts';
import { planRequest } from '../shared/planner/plan-request.ts';
import { search } from '../shared/planner/retrieve.ts';
import { visibleText } from '../shared/planner/text.ts';
import { loadSet } from './evaluation/load-set.ts';
import { predictedSteps } from './predicted-steps.ts';

const RETRIEVED = 50;

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

const { tasks, apisOf } = await loadSet(set);
const cache = createIndexCache({ size: 200 });
const clock = { now: () => Date.now() };
const predictions: string[] = [];
for (const task of tasks) {
  const known = apisOf(task);
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
