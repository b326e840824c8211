/** The values that one numeric field allows. */
export interface Allowed {
  readonly lowest: number;
  readonly highest: number;
  /** Names of the values from `lowest` on, e.g. `JAN`. */
  readonly names?: readonly string[];
  /** Whether a range may go on behind the highest value, as `20-2` does. */
  readonly wraps?: true;
}

/** Reads lists of `*`, `a`, `a-b`, each with an optional `/step`, in ascending order; `undefined` if not valid. */
export function readCronField(text: string | undefined, allowed: Allowed): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of (text ?? '').split(',')) {
    const [, from = '', to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
    const low = from === '*' ? allowed.lowest : readValue(from, allowed);
    const isOpen = from === '*' || (to === undefined && step !== undefined);
    const high = isOpen ? allowed.highest : readValue(to ?? from, allowed);
    const by = Number(step ?? 1);
    if (
      low === undefined ||
      high === undefined ||
      (low > high && allowed.wraps !== true) ||
      by < 1 ||
      (from === '*' && to !== undefined)
    ) {
      return undefined;
    }
    const count = allowed.highest - allowed.lowest + 1;
    const last = low > high ? high + count : high;
    for (let value = low; value <= last; value += by)
      values.add(value > allowed.highest ? value - count : value);
  }
  return new Set([...values].toSorted((a, b) => a - b));
}

/** One value, by number or name; `undefined` if not allowed. */
export function readValue(text: string, { lowest, highest, names = [] }: Allowed): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const value = named < 0 ? (/^\d+$/.test(text) ? Number(text) : Number.NaN) : lowest + named;
  return value >= lowest && value <= highest ? value : undefined;
}
