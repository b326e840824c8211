/** A path as far as its parameters tell it from another. */
export interface Template {
  /** The names between braces, each once. */
  readonly names: readonly string[];
  readonly isRepeated: boolean;
  /** The path without those names: what differs in them alone is the same address. */
  readonly shape: string;
}

const NONE: readonly string[] = [];

/** Reads a path without expressions, which take several times as long; a document has thousands. */
export function readTemplate(path: string): Template {
  let close = path.indexOf('}');
  if (close < 0) return { names: NONE, isRepeated: false, shape: path };
  let names = NONE;
  let isRepeated = false;
  let shape = '';
  let from = 0;
  for (; close >= 0; close = path.indexOf('}', close + 1)) {
    const open = path.lastIndexOf('{', close);
    if (open < from) continue;
    const name = path.slice(open + 1, close);
    if (names.includes(name)) isRepeated = true;
    // A list that grows takes room for sixteen more, and most have one.
    else if (name !== '' && !name.includes('/')) names = names.length === 0 ? [name] : [...names, name];
    shape += `${path.slice(from, open)}{}`;
    from = close + 1;
  }
  return { names, isRepeated, shape: shape + path.slice(from) };
}
