/** An object of a parsed document. Its members are read by own name only and each is checked where it is used. */
export type DocumentNode = Readonly<Record<string, unknown>>;

/** The value as an object, where it is one. */
export function asNode(value: unknown): DocumentNode | undefined {
  return isNode(value) ? value : undefined;
}

function isNode(value: unknown): value is DocumentNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list, where it is one. */
export function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** A member of an object, never one that it inherits. */
export function member(node: DocumentNode | undefined, key: string): unknown {
  // Looked up before it is asked whose it is: most are not there, and asking takes longer.
  const value = node?.[key];
  return value !== undefined && node && Object.hasOwn(node, key) ? value : undefined;
}

/** Names of extensions start with `x-`. */
export function isExtension(name: string): boolean {
  return name.charCodeAt(0) === 0x78 && name.charCodeAt(1) === 0x2d;
}

/** The text of a member, cut at `max` characters; undefined where it is no text or empty. */
export function textOf(node: DocumentNode | undefined, key: string, max: number): string | undefined {
  const value = member(node, key);
  if (typeof value !== 'string' || value === '') return undefined;
  return value.length > max ? cutText(value, max) : value;
}

/** The first `max` characters, an ellipsis for the rest; never half a surrogate pair. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** One token of a JSON pointer, escaped (RFC 6901, 3). */
export function pointerToken(key: string): string {
  const tildes = key.includes('~') ? key.replaceAll('~', '~0') : key;
  return tildes.includes('/') ? tildes.replaceAll('/', '~1') : tildes;
}
