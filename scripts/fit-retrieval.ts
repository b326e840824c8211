/**
 * `npm run fit:retrieval -- --distractors DIR SET...`: fits the weights of the ranking on evaluation sets, each task among
 * its own documents and among these and the distractors, and writes them to `ranking-weights.ts`. Prints, for each set, the
 * figures with weights that were fitted on the sets of other families alone.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { FEATURES, type Features } from '../shared/planner/retrieval/features.ts';
import { examplesOf, type Example } from './retrieval/examples.ts';
import { fitRanking } from './retrieval/fit-ranking.ts';
import { readApis } from './retrieval/read-apis.ts';
import { readTaskSet } from './retrieval/tasks.ts';

const KS = [5, 10, 20, 50];
const WEIGHTS = new URL('../shared/planner/retrieval/ranking-weights.ts', import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { distractors: { type: 'string' } },
});
if (positionals.length < 2)
  throw new Error('usage: fit:retrieval [--distractors DIR] SET... (two sets or more)');

const distractors = values.distractors === undefined ? [] : await readApis(values.distractors);
const sets = await Promise.all(positionals.map(readTaskSet));
const examples = sets.flatMap((set) => examplesOf(set, distractors));
const families = [...new Set(sets.map(({ family }) => family))];
console.log(
  `set | pool | ${KS.map((k) => `recall@${k}`).join(' | ')} | ${KS.map((k) => `all@${k}`).join(' | ')}`,
);
for (const family of families) {
  const weights = fitRanking(examples.filter(({ set }) => set.family !== family));
  for (const set of sets.filter((other) => other.family === family)) {
    for (const pool of ['own', 'mixed'] as const) {
      const held = examples.filter((example) => example.set === set && example.pool === pool);
      if (held.length > 0) console.log(`${set.name} | ${pool} | ${scoresOf(held, weights).join(' | ')}`);
    }
  }
}
await writeFile(WEIGHTS, source(fitRanking(examples)));

function scoresOf(held: readonly Example[], weights: Features): readonly string[] {
  const recalls = held.map((example) => example.recallAt(weights, KS));
  const percent = (of: (recall: number) => number, at: number): string =>
    ((100 * recalls.reduce((sum, recall) => sum + of(recall[at] ?? 0), 0)) / held.length).toFixed(1);
  return [
    ...KS.map((_, at) => percent((recall) => recall, at)),
    ...KS.map((_, at) => percent((recall) => (recall === 1 ? 1 : 0), at)),
  ];
}

function source(weights: Features): string {
  const lines = FEATURES.map((name) => `  ${name}: ${weights[name]},`);
  return `import type { Features } from './features.ts';

/** What each feature is worth. Fitted by \`npm run fit:retrieval\` on evaluation sets; not edited by hand. */
export const RANKING_WEIGHTS: Features = {
${lines.join('\n')}
};
`;
}
