import type { Json } from '../domain/json.ts';
import { asNode, member, type DocumentNode } from './document-node.ts';
import { preferredContent, isJsonType } from './media-type.ts';
import type { References } from './resolve-refs.ts';

/** Bytes of JSON that an example may have; a longer one is left out, since a cut one would show what is not so. */
export const MAX_EXAMPLE_BYTES = 1500;

/** The example of a JSON body that a response shows: its own, the first of several, or that of its schema. */
export function readExample(response: DocumentNode, references: References): Json | undefined {
  const content = preferredContent(member(response, 'content'));
  const media = content !== undefined && isJsonType(content.type) ? content.media : undefined;
  const [named] = Object.values(asNode(member(media, 'examples')) ?? {});
  // In Swagger 2.0 the examples of a response stand by media type.
  const [, old] =
    Object.entries(asNode(member(response, 'examples')) ?? {}).find(([type]) => isJsonType(type)) ?? [];
  const schema = member(media, 'schema') ?? member(response, 'schema');
  const found =
    member(media, 'example') ??
    member(references.follow(named)?.node, 'value') ??
    old ??
    member(references.follow(schema)?.node, 'example');
  return found === undefined ? undefined : small(found);
}

function small(value: unknown): Json | undefined {
  const text = JSON.stringify(value);
  const isSmall = typeof text === 'string' && Buffer.byteLength(text) <= MAX_EXAMPLE_BYTES;
  if (!isSmall || /"(?:__proto__|constructor|prototype)":/.test(text)) return undefined;
  return JSON.parse(text);
}
