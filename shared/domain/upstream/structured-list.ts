/** A member of a list, or of a dictionary with its value: `"burst";q=10;w=1`, `limit=100`. */
export interface ListMember {
  readonly name: string;
  readonly value: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Headers come from anybody. */
const MAX_LENGTH = 2_000;
const MAX_MEMBERS = 20;

const MEMBERS = /(?:"(?:[^"\\]|\\.)*"|[^",])+/g;
const PARTS = /(?:"(?:[^"\\]|\\.)*"|[^";])+/g;

/**
 * Reads a structured field (RFC 9651) as far as limits need it: lists and dictionaries of plain items with parameters.
 * Lenient: what is no member is left out. Empty for a text that is too long.
 */
export function readStructuredList(text: string | undefined): readonly ListMember[] {
  if (text === undefined || text.length > MAX_LENGTH) return [];
  return (text.match(MEMBERS) ?? []).slice(0, MAX_MEMBERS).flatMap((member) => {
    const [head = '', ...rest] = member.match(PARTS) ?? [];
    const [name, value] = pair(head);
    if (name === '') return [];
    const parameters = Object.fromEntries(
      rest.map(pair).flatMap(([key, given]) => (key === '' || given === undefined ? [] : [[key, given]])),
    );
    return [{ name, value, parameters }];
  });
}

function pair(text: string): readonly [string, string | undefined] {
  const trimmed = text.trim();
  const at = trimmed.startsWith('"') ? -1 : trimmed.indexOf('=');
  if (at === -1) return [unquoted(trimmed), undefined];
  return [trimmed.slice(0, at).trim().toLowerCase(), unquoted(trimmed.slice(at + 1).trim())];
}

function unquoted(text: string): string {
  return text.startsWith('"')
    ? text.slice(1, text.endsWith('"') ? -1 : undefined).replace(/\\(.)/g, '$1')
    : text;
}
