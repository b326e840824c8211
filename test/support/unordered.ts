/** Values as text, in an order that depends neither on the one they came in nor on that of their members. */
export function unordered(values: readonly unknown[]): readonly string[] {
  return values.map((value) => JSON.stringify(value, membersSorted)).toSorted();
}

function membersSorted(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
