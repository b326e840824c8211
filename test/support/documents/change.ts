type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** A copy of a document with the value at a JSON pointer replaced, or removed where `value` is undefined. */
export function change(document: object, pointer: string, value: unknown): object {
  const copy: Value = JSON.parse(JSON.stringify(document));
  const tokens = pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = tokens.pop() ?? '';
  let place: Value = copy;
  for (const token of tokens) {
    const next: Value | undefined = entries(place)[token];
    if (next === undefined) throw new Error(`There is no ${pointer}.`);
    place = next;
  }
  const holder = entries(place);
  if (value === undefined) delete holder[last];
  else holder[last] = JSON.parse(JSON.stringify(value));
  return entries(copy);
}

/** A list is an object with numbers for names; both are changed in place. */
function entries(value: Value): { [key: string]: Value } {
  if (typeof value !== 'object' || value === null) throw new Error('A pointer leads through a value.');
  return value as { [key: string]: Value }; // a list has its entries under their numbers
}
