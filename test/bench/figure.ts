/** One measured figure in the form of `npm run bench`. `bar` is what an issue asks for, as `<= 1.3`; '' where none does. */
export interface Figure {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly bar: string;
  readonly ok: boolean;
  /** One line: how it was measured. */
  readonly how: string;
}

/** A figure with its bar checked. */
export function figure({
  bar = '',
  ...rest
}: Omit<Figure, 'ok' | 'bar'> & { readonly bar?: string }): Figure {
  const value = Math.round(rest.value * 1000) / 1000;
  return { ...rest, value, bar, ok: meets(value, bar) };
}

function meets(value: number, bar: string): boolean {
  const match = /^(<=|>=|=) ([\d.]+)/.exec(bar);
  if (match === null) return true;
  const limit = Number(match[2]);
  if (match[1] === '<=') return value <= limit;
  return match[1] === '>=' ? value >= limit : value === limit;
}

/** The value below which `share` of the sample lies (nearest rank). */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}
