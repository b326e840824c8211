import { isUtf8 } from 'node:buffer';
import { asNode, type DocumentNode } from './document-node.ts';
import type { DuplicateKey } from './find-duplicate-keys.ts';
import { findDuplicatePaths } from './find-duplicate-paths.ts';
import { tooLarge, type DocumentLimits } from './limits.ts';
import { parseYaml } from './parse-yaml.ts';

/** A parsed document, or the sentence that says why it is none and where the fault lies. */
export type Parsed =
  | {
      readonly ok: true;
      readonly root: DocumentNode;
      /** Names that stand twice, of which the last counts: all of them in YAML, in JSON the paths. */
      readonly duplicates: readonly DuplicateKey[];
      /** Aliases of YAML let one object stand at several places. */
      readonly hasAliases: boolean;
    }
  | { readonly ok: false; readonly message: string };

/**
 * JSON up to this size may have been written by hand: it is searched for paths that stand twice and, where it is broken,
 * tried as YAML, which reads comments and single quotes. A larger text was written by a program.
 */
const MAX_BY_HAND = 2 * 1024 * 1024;

/**
 * Reads JSON or YAML text; the content decides, not a name or a media type. Aliases of YAML stay shared objects, so that
 * an alias bomb costs nothing until it is walked. Nothing of the text is repeated in a message.
 */
export function parseDocument(source: Uint8Array | string, limits: DocumentLimits): Parsed {
  const text = typeof source === 'string' ? source : decode(source, limits);
  if (typeof text !== 'string') return text;
  const bytes = typeof source === 'string' ? Buffer.byteLength(source) : source.byteLength;
  if (bytes > limits.maxBytes) return { ok: false, message: tooLarge(limits) };
  const start = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const [first] = /\S/.exec(start) ?? [];
  if (first === undefined) return { ok: false, message: 'The document is empty.' };
  if (first === '<') return { ok: false, message: 'This is an HTML or XML page, not an OpenAPI document.' };
  if (start.slice(0, 1000).includes('\0')) return binary();
  if (first !== '{' && first !== '[') return yaml(start, limits);
  const json = parseJson(start);
  if (json.ok || start.length > MAX_BY_HAND) return json;
  const lenient = yaml(start, limits);
  return lenient.ok ? lenient : json;
}

function binary(): Parsed {
  return { ok: false, message: 'This is a binary file, not an OpenAPI document in JSON or YAML.' };
}

function decode(bytes: Uint8Array, limits: DocumentLimits): string | Parsed {
  if (bytes.byteLength > limits.maxBytes) return { ok: false, message: tooLarge(limits) };
  const [a, b] = bytes;
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
  // Several times as fast as a strict TextDecoder, and these are most.
  if (encoding === 'utf-8')
    return isUtf8(bytes)
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
      : binary();
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return binary();
  }
}

function parseJson(text: string): Parsed {
  try {
    const parsed = objectRoot(JSON.parse(text));
    return parsed.ok && text.length <= MAX_BY_HAND
      ? { ...parsed, duplicates: findDuplicatePaths(text, parsed.root) }
      : parsed;
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    const offset = /position (\d+)/.exec(reason)?.[1];
    if (/end of JSON input|Unterminated/.test(reason) || Number(offset) >= text.trimEnd().length) {
      const line = text.trimEnd().split('\n').length;
      return { ok: false, message: `The document is cut off: its JSON ends in the middle, at line ${line}.` };
    }
    const place = offset === undefined ? '' : ` ${placeOf(text, Number(offset))}`;
    return { ok: false, message: `The document is not valid JSON${place}.` };
  }
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `(line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

function yaml(text: string, { maxDepth }: DocumentLimits): Parsed {
  const parsed = parseYaml(text, maxDepth);
  if (!parsed.ok) return parsed;
  const { value, duplicates, hasAliases } = parsed;
  const root = objectRoot(value);
  return root.ok ? { ...root, duplicates, hasAliases } : root;
}

function objectRoot(value: unknown): Parsed {
  const root = asNode(value);
  if (root) return { ok: true, root, duplicates: [], hasAliases: false };
  if (value === null || value === undefined) return { ok: false, message: 'The document is empty.' };
  const kind = Array.isArray(value) ? 'a list' : `a single ${typeof value}`;
  return { ok: false, message: `The document holds ${kind}, not an OpenAPI document.` };
}
