/**
 * `npm run accuracy -- DIR...`: plans evaluation sets, and tasks of each over the documents of the others, with the weights
 * that the product ships, and writes the scores to `docs/accuracy.md`.
 */
import { createIndexCache } from '../shared/planner/index-cache.ts';
import { FITTED_WEIGHTS } from '../shared/planner/planner-weights.ts';
import { crossSets } from './evaluation/cross-sets.ts';
import { loadSet } from './evaluation/load-set.ts';
import { measureSet } from './evaluation/measure.ts';
import { writeSection } from './evaluation/report.ts';
import { loadScorer } from './evaluation/scorer.ts';

const folders = process.argv.slice(2);
const [first] = folders;
if (first === undefined) throw new Error('usage: accuracy DIR...');

const scorer = await loadScorer(first);
const sets = await Promise.all(folders.map(loadSet));
const cache = createIndexCache({ size: 400 });
const crossed = crossSets(sets);
const measured = [];
for (const set of sets)
  measured.push(await measureSet({ set, crossed, weights: FITTED_WEIGHTS, cache, scorer }));
await writeSection('shipped', measured);
