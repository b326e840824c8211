/** A plan's confidence and whether it was right. */
export interface Judged {
  readonly confidence: number;
  readonly correct: boolean;
}

const BINS = 10;

/** Expected calibration error, 0 to 1: over ten bins of confidence the mean gap to the share that was right. */
export function calibrationError(judged: readonly Judged[]): number {
  let error = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const within = judged.filter(
      ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin,
    );
    if (within.length === 0) continue;
    const said = within.reduce((sum, { confidence }) => sum + confidence, 0);
    const right = within.filter(({ correct }) => correct).length;
    error += Math.abs(said - right) / judged.length;
  }
  return error;
}

/** The interval that holds 95 % of a figure over samples of the same size, drawn with replacement. */
export function bootstrap(
  judged: readonly Judged[],
  figure: (sample: readonly Judged[]) => number,
  random: () => number,
  rounds = 1000,
): readonly [number, number] {
  const figures = Array.from({ length: rounds }, () =>
    figure(judged.flatMap(() => judged[Math.floor(random() * judged.length)] ?? [])),
  ).toSorted((a, b) => a - b);
  return [figures[Math.floor(rounds * 0.025)] ?? 0, figures[Math.floor(rounds * 0.975)] ?? 0];
}
