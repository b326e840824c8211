import { readFile, writeFile } from 'node:fs/promises';
import { bootstrap, calibrationError, type Judged } from './calibration.ts';
import type { Measured } from './measure.ts';

const DOCUMENT = new URL('../../docs/accuracy.md', import.meta.url);
/** From this confidence on a plan counts as one that the planner is sure of. */
const SURE = 0.8;
/** With fewer plans an expected calibration error is mostly noise, and an interval goes with it. */
const ENOUGH = 1000;

/** Writes the scores of sets into a section of docs/accuracy.md, between its two marks. */
export async function writeSection(
  section: 'shipped' | 'held-out',
  measured: readonly Measured[],
): Promise<void> {
  const lines = [
    '| set | tasks | correct path | exact path | extra calls | argument F1 | data-flow F1 | false plans | one or two steps, exact | several steps, correct |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...measured.map(rowOf),
    '',
    ...honestyOf(measured),
  ];
  const text = await readFile(DOCUMENT, 'utf8');
  const marks = [`<!-- ${section} -->`, `<!-- /${section} -->`] as const;
  const [from, to] = [text.indexOf(marks[0]), text.indexOf(marks[1])];
  if (from < 0 || to < from) throw new Error(`docs/accuracy.md lacks the marks of ${section}`);
  const written = `${text.slice(0, from + marks[0].length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`;
  await writeFile(DOCUMENT, written);
  console.log(lines.join('\n'));
}

function rowOf({ set, scores: { result, perTask }, falsePlans, crossed }: Measured): string {
  const few = set.tasks.flatMap((task, at) => (task.gold.length <= 2 ? [perTask[at]] : []));
  const several = set.tasks.flatMap((task, at) => (task.gold.length > 1 ? [perTask[at]] : []));
  const cells = [
    set.name,
    result.tasks,
    figure(result.correctPath),
    figure(result.exactPath),
    result.meanExtraCalls ?? '–',
    figure(result.argF1),
    figure(result.dataFlowF1),
    percent(falsePlans, crossed),
    percent(few.filter((score) => score?.exactPath === true).length, few.length),
    percent(several.filter((score) => score?.correctPath === true).length, several.length),
  ];
  return `| ${cells.join(' | ')} |`;
}

function figure(value: number | null): string {
  return value === null ? '–' : `${value} %`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** How far confidence can be trusted, over all sets together. */
function honestyOf(measured: readonly Measured[]): readonly string[] {
  const judged = measured.flatMap(({ predictions, scores }) =>
    predictions.flatMap(({ plan }, at): Judged[] =>
      plan.steps.length > 0
        ? [{ confidence: plan.confidence, correct: scores.perTask[at]?.correctPath === true }]
        : [],
    ),
  );
  const tasks = measured.reduce((sum, { set }) => sum + set.tasks.length, 0);
  const sure = judged.filter(({ confidence }) => confidence >= SURE);
  const falsePlans = measured.reduce((sum, item) => sum + item.falsePlans, 0);
  const crossed = measured.reduce((sum, item) => sum + item.crossed, 0);
  const times = measured
    .flatMap(({ predictions }) => predictions.map(({ ms }) => ms))
    .toSorted((a, b) => a - b);
  const error = calibrationError(judged);
  const [low, high] = bootstrap(judged, calibrationError, createRandom());
  const interval =
    judged.length < ENOUGH ? ` (95 % of bootstrap samples: ${low.toFixed(3)} to ${high.toFixed(3)})` : '';
  return [
    `Over all ${tasks} tasks: ${percent(sure.filter(({ correct }) => correct).length, sure.length)} of the ${sure.length} plans with confidence`,
    `${SURE} or more are correct (${percent(sure.length, tasks)} of the tasks); expected calibration error ${error.toFixed(3)} over`,
    `${judged.length} plans${interval}; false plans ${percent(falsePlans, crossed)} of ${crossed} crossed requests; a plan takes`,
    `${times[Math.floor(times.length * 0.95)]?.toFixed(0) ?? '–'} ms at the 95th percentile.`,
  ];
}

function createRandom(): () => number {
  let state = 11;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
