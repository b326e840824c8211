import { weigh } from '../../shared/planner/feature-row.ts';

/** Options of which some are right. A row of weights belongs to each kind of option. */
export interface Decision<Kind extends string> {
  readonly options: readonly { readonly kind: Kind; readonly features: readonly number[] }[];
  /** Places of the right ones; at least one. */
  readonly right: readonly number[];
  /** How much it counts; 1 by default. */
  readonly weight?: number;
}

type Rows<Kind extends string> = Record<Kind, readonly number[]>;

/**
 * Fits weights so that right options are chosen: conditional logistic regression by Adagrad, held near `prior` with the
 * strength `hold` (as many examples as the prior is worth).
 */
export function fitSoftmax<Kind extends string>(
  decisions: readonly Decision<Kind>[],
  {
    prior,
    hold,
    epochs,
    rate,
  }: { readonly prior: Rows<Kind>; readonly hold: number; readonly epochs: number; readonly rate: number },
): Rows<Kind> {
  const weights: Record<Kind, number[]> = mapRows(prior, (value) => value);
  const squares: Record<Kind, number[]> = mapRows(prior, () => 1);
  const kinds = keysOf(prior);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const decision of decisions) {
      const gradient = gradientOf(decision, weights);
      for (const kind of kinds) {
        const row = weights[kind];
        const slopes = gradient.get(kind);
        if (!slopes) continue;
        slopes.forEach((slope, at) => {
          const pull = (hold * ((row[at] ?? 0) - (prior[kind][at] ?? 0))) / decisions.length;
          const step = (decision.weight ?? 1) * slope - pull;
          const square = (squares[kind][at] ?? 1) + step * step;
          squares[kind][at] = square;
          row[at] = (row[at] ?? 0) + (rate * step) / Math.sqrt(square);
        });
      }
    }
  }
  return weights;
}

function gradientOf<Kind extends string>(
  { options, right }: Decision<Kind>,
  weights: Rows<Kind>,
): ReadonlyMap<Kind, readonly number[]> {
  const scores = options.map(({ kind, features }) => weigh(weights[kind], features));
  const top = Math.max(...scores);
  const chances = scores.map((score) => Math.exp(score - top));
  const all = chances.reduce((sum, chance) => sum + chance, 0);
  const good = right.reduce((sum, at) => sum + (chances[at] ?? 0), 0);
  const gradient = new Map<Kind, number[]>();
  options.forEach(({ kind, features }, at) => {
    const chance = chances[at] ?? 0;
    const wanted = right.includes(at) ? chance / good : 0;
    const row = gradient.get(kind) ?? features.map(() => 0);
    features.forEach((value, place) => {
      row[place] = (row[place] ?? 0) + (wanted - chance / all) * value;
    });
    gradient.set(kind, row);
  });
  return gradient;
}

function keysOf<Kind extends string>(rows: Rows<Kind>): readonly Kind[] {
  // The keys of a record of kinds are kinds.
  return Object.keys(rows) as Kind[];
}

function mapRows<Kind extends string>(
  rows: Rows<Kind>,
  change: (value: number) => number,
): Record<Kind, number[]> {
  // Every key of the rows is written.
  const mapped = {} as Record<Kind, number[]>;
  for (const kind of keysOf(rows)) mapped[kind] = rows[kind].map(change);
  return mapped;
}
