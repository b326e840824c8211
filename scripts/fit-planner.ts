/**
 * `npm run fit -- DIR...`: fits the weights of the rule planner on evaluation sets and writes them to
 * `shared/planner/weights.ts`. Each set is also planned with weights that were fitted without it; what is learned from
 * those plans is how sure the planner may be, and their scores are written to `docs/accuracy.md`.
 */
import { writeFile } from 'node:fs/promises';
import { createIndexCache } from '../shared/planner/index-cache.ts';
import { nameWeights } from '../shared/planner/planner-weights.ts';
import { crossSets } from './evaluation/cross-sets.ts';
import { loadSet } from './evaluation/load-set.ts';
import { measureSet } from './evaluation/measure.ts';
import { writeSection } from './evaluation/report.ts';
import { loadScorer } from './evaluation/scorer.ts';
import { readExample } from './fit/example.ts';
import { fitWeights } from './fit/fit-weights.ts';
import { fitHonesty, outcomesOf, type PlanOutcome } from './fit/outcomes.ts';

const WEIGHTS = new URL('../shared/planner/weights.ts', import.meta.url);
const folders = process.argv.slice(2);
const [first] = folders;
if (first === undefined) throw new Error('usage: fit DIR...');

const scorer = await loadScorer(first);
const sets = await Promise.all(folders.map(loadSet));
const cache = createIndexCache({ size: 400 });
const examples = sets.flatMap((set) => set.tasks.map((task) => readExample(set, task, cache)));
const crossed = crossSets(sets);

const without = new Map(
  sets.map((set) => {
    const weights = fitWeights(
      examples.filter((example) => example.set !== set.name),
      scorer.sameValue,
    );
    console.error(`fitted without ${set.name}`);
    return [set.name, weights];
  }),
);
const outcomes: PlanOutcome[] = [];
for (const set of sets) {
  const weights = without.get(set.name);
  if (weights) outcomes.push(...(await outcomesOf({ set, crossed, weights, cache, scorer })));
}

const held = [];
for (const set of sets) {
  const weights = without.get(set.name);
  if (!weights) continue;
  // Neither its tasks nor its documents.
  const others = outcomes.filter((outcome) => outcome.set !== set.name && outcome.over !== set.name);
  held.push(
    await measureSet({ set, crossed, weights: { ...weights, ...fitHonesty(others) }, cache, scorer }),
  );
}
await writeSection('held-out', held);

const fitted = { ...fitWeights(examples, scorer.sameValue), ...fitHonesty(outcomes) };
const text = `import type { NamedWeights } from './named-weights.ts';

/** Fitted by \`npm run fit\`; see docs/accuracy.md. Data: not written by hand. */
export const WEIGHTS: NamedWeights = ${JSON.stringify(nameWeights(fitted), null, 2)};
`;
await writeFile(WEIGHTS, text.replace(/"(\w+)":/g, '$1:').replace(/"/g, "'"));
