import { asNode, type DocumentNode } from './document-node.ts';

/** Kinds of body, best first. */
const PREFERENCE: readonly ((type: string) => boolean)[] = [
  (type) => type === 'application/json',
  (type) => type.endsWith('+json') || type === 'text/json',
  (type) => type === '*/*' || type === 'application/*',
  (type) => type === 'application/x-www-form-urlencoded' || type.endsWith('urlencoded'),
  (type) => type === 'multipart/form-data' || type.endsWith('form-data'),
  (type) => type.startsWith('text/'),
];

/** Whether a media type carries JSON. Parameters and case do not matter. */
export function isJsonType(type: string): boolean {
  const bare = bareType(type);
  return (
    bare === '*/*' ||
    bare === 'application/*' ||
    bare === 'text/json' ||
    bare.endsWith('/json') ||
    bare.endsWith('+json')
  );
}

/** A name of a media type has 127 characters at most (RFC 6838, 4.2). */
export function isUsableType(type: string): boolean {
  return type !== '' && type.length <= 255;
}

/** A media type without parameters, lower case. */
export function bareType(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase();
}

/** The media type to use where several are offered; undefined where none is. */
export function preferredType(types: readonly string[]): string | undefined {
  for (const fits of PREFERENCE) {
    const found = types.find((type) => fits(bareType(type)));
    if (found !== undefined) return found;
  }
  return types[0];
}

/** A type as it is sent: a wildcard becomes JSON. */
export function concreteType(type: string): string {
  return bareType(type).includes('*') ? 'application/json' : type.trim();
}

/** The preferred entry of a `content` object. */
export function preferredContent(
  content: unknown,
): { readonly type: string; readonly media: DocumentNode } | undefined {
  const node = asNode(content);
  const type = node && preferredType(Object.keys(node).filter(isUsableType));
  return type === undefined ? undefined : { type, media: asNode(node?.[type]) ?? {} };
}
