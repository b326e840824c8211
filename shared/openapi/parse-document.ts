import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import { asNode, type DocumentNode } from './document-node.ts';
import type { DocumentLimits } from './limits.ts';

/** A parsed document, or the sentence that says why it is none and where the fault lies. */
export type Parsed =
  | {
      readonly ok: true;
      readonly root: DocumentNode;
      /** A mapping of the YAML that names a key twice; the last one counts. Lines count from 1. */
      readonly duplicateKeyAtLine?: number;
    }
  | { readonly ok: false; readonly message: string };

const YAML = CORE_SCHEMA.withTags(mergeTag);
const MAX_MERGE_KEYS = 100_000;
const MAX_ALIASES = 100_000;
/** Broken JSON up to this size is tried as YAML, which reads JSON with comments and single quotes. */
const MAX_LENIENT_JSON = 2 * 1024 * 1024;

/**
 * Reads JSON or YAML text; the content decides, not a name or a media type. Aliases of YAML stay shared objects, so that
 * an alias bomb costs nothing until it is walked. Nothing of the text is repeated in a message.
 */
export function parseDocument(source: Uint8Array | string, limits: DocumentLimits): Parsed {
  const text = typeof source === 'string' ? source : decode(source, limits);
  if (typeof text !== 'string') return text;
  const bytes = typeof source === 'string' ? Buffer.byteLength(source) : source.byteLength;
  if (bytes > limits.maxBytes) return tooLarge(limits);
  const start = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const [first] = /\S/.exec(start) ?? [];
  if (first === undefined) return { ok: false, message: 'The document is empty.' };
  if (first === '<') return { ok: false, message: 'This is an HTML or XML page, not an OpenAPI document.' };
  if (start.slice(0, 1000).includes('\0')) return binary();
  if (first !== '{' && first !== '[') return parseYaml(start, limits);
  const json = parseJson(start);
  if (json.ok || start.length > MAX_LENIENT_JSON) return json;
  const yaml = parseYaml(start, limits);
  return yaml.ok ? yaml : json;
}

function tooLarge(limits: DocumentLimits): Parsed {
  return { ok: false, message: `The document is larger than ${Math.floor(limits.maxBytes / 1_048_576)} MB.` };
}

function binary(): Parsed {
  return { ok: false, message: 'This is a binary file, not an OpenAPI document in JSON or YAML.' };
}

function decode(bytes: Uint8Array, limits: DocumentLimits): string | Parsed {
  if (bytes.byteLength > limits.maxBytes) return tooLarge(limits);
  const [a, b] = bytes;
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return binary();
  }
}

function parseJson(text: string): Parsed {
  try {
    return objectRoot(JSON.parse(text));
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

function parseYaml(text: string, { maxDepth }: DocumentLimits): Parsed {
  const options = { schema: YAML, maxDepth, maxTotalMergeKeys: MAX_MERGE_KEYS, maxAliases: MAX_ALIASES };
  try {
    return objectRoot(load(text, options));
  } catch (error) {
    const line = error instanceof YAMLException ? (error.mark?.line ?? 0) + 1 : 1;
    if (error instanceof YAMLException && error.reason.includes('duplicated mapping key')) {
      return parseYamlWithDuplicates(text, options, line);
    }
    return {
      ok: false,
      message: `The document is not valid YAML or JSON (line ${line}): ${reasonOf(error)}.`,
    };
  }
}

function parseYamlWithDuplicates(text: string, options: Parameters<typeof load>[1], line: number): Parsed {
  try {
    const parsed = objectRoot(load(text, { ...options, json: true }));
    return parsed.ok ? { ...parsed, duplicateKeyAtLine: line } : parsed;
  } catch (error) {
    return { ok: false, message: `The document is not valid YAML: ${reasonOf(error)}.` };
  }
}

/** The parser's own sentence where it quotes nothing of the document. */
function reasonOf(error: unknown): string {
  const reason = error instanceof YAMLException ? error.reason : 'it cannot be read';
  return /^[\w ,.;:()'-]{1,160}$/.test(reason) ? reason : 'the syntax is wrong here';
}

function objectRoot(value: unknown): Parsed {
  const root = asNode(value);
  if (root) return { ok: true, root };
  if (value === null || value === undefined) return { ok: false, message: 'The document is empty.' };
  const kind = Array.isArray(value) ? 'a list' : `a single ${typeof value}`;
  return { ok: false, message: `The document holds ${kind}, not an OpenAPI document.` };
}
