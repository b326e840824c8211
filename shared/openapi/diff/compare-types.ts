/** Outside a JSON body every value is sent as text, so that a text takes what a number took. */
export type ValuePlace = 'text' | 'json';

export type TypeChange = 'same' | 'type-changed' | 'type-narrowed' | 'type-widened';

/** How the types of a value changed; undefined types allow any. */
export function compareTypes(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  place: ValuePlace,
): TypeChange {
  if (before === undefined || after === undefined) {
    if (before === after) return 'same';
    return before === undefined ? 'type-narrowed' : 'type-widened';
  }
  const keepsAll = before.every((type) => covers(after, type, place));
  const addsNone = after.every((type) => covers(before, type, place));
  if (keepsAll && addsNone) return 'same';
  if (!keepsAll && !addsNone) return 'type-changed';
  return keepsAll ? 'type-widened' : 'type-narrowed';
}

/** Whether a value of this type fits where these types are taken. */
export function covers(types: readonly string[], type: string, place: ValuePlace): boolean {
  if (types.includes(type) || (type === 'integer' && types.includes('number'))) return true;
  const isScalar = type === 'integer' || type === 'number' || type === 'boolean';
  return place === 'text' && isScalar && types.includes('string');
}
