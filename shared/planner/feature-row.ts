/** Numbers by the name of what they measure, each about 0 to 1. */
export type Features<Name extends string> = Readonly<Record<Name, number>>;

/** The same as a row, in the order of the names. */
export function rowOf<Name extends string>(
  names: readonly Name[],
  features: Features<Name>,
): readonly number[] {
  return names.map((name) => features[name]);
}

/** 1 for yes. */
export const flag = (yes: boolean): number => (yes ? 1 : 0);

/** A count as a share of the most that makes a difference. */
export const upTo = (most: number, count: number): number => Math.min(most, Math.max(0, count)) / most;

/** The sum of features by weight; a row of weights may hold others before `from`. */
export function weigh(weights: ArrayLike<number>, row: readonly number[], from = 0): number {
  let sum = 0;
  for (let at = 0; at < row.length; at += 1) sum += (weights[from + at] ?? 0) * (row[at] ?? 0);
  return sum;
}
