import {
  constructFromEvents,
  EVENT_ID,
  CORE_SCHEMA,
  mergeTag,
  parseEvents,
  YAMLException,
  type ConstructorOptions,
  type Event,
} from 'js-yaml';
import { findDuplicateKeys, type DuplicateKey } from './find-duplicate-keys.ts';

/** A value, or the sentence that says where the text is no YAML. */
export type ParsedYaml =
  | {
      readonly ok: true;
      readonly value: unknown;
      readonly duplicates: readonly DuplicateKey[];
      readonly hasAliases: boolean;
    }
  | { readonly ok: false; readonly message: string };

const SCHEMA = CORE_SCHEMA.withTags(mergeTag);
const MAX_MERGE_KEYS = 100_000;
const MAX_ALIASES = 100_000;

/**
 * Parses one YAML 1.2 document (JSON is YAML). Aliases stay shared objects. Of a name that a mapping holds twice the last
 * one counts, as in JSON.
 */
export function parseYaml(text: string, maxDepth: number): ParsedYaml {
  try {
    const events = parseEvents(text, { maxDepth });
    const options = {
      source: text,
      schema: SCHEMA,
      maxTotalMergeKeys: MAX_MERGE_KEYS,
      maxAliases: MAX_ALIASES,
    };
    const { documents, duplicates } = construct(events, options);
    if (documents.length > 1)
      return { ok: false, message: 'The file holds several YAML documents; give one.' };
    const hasAliases = events.some(({ type }) => type === EVENT_ID.ALIAS);
    return { ok: true, value: documents[0], duplicates, hasAliases };
  } catch (error) {
    const line = error instanceof YAMLException ? (error.mark?.line ?? 0) + 1 : 1;
    return {
      ok: false,
      message: `The document is not valid YAML or JSON (line ${line}): ${reasonOf(error)}.`,
    };
  }
}

/** A second construction is cheap beside the parsing, and few documents need it. */
function construct(
  events: Event[],
  options: ConstructorOptions,
): { readonly documents: readonly unknown[]; readonly duplicates: readonly DuplicateKey[] } {
  try {
    return { documents: constructFromEvents(events, options), duplicates: [] };
  } catch (error) {
    if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') throw error;
    const documents = constructFromEvents(events, { ...options, json: true });
    return { documents, duplicates: findDuplicateKeys(events, options.source) };
  }
}

/** The parser's own sentence where it quotes nothing of the document. */
function reasonOf(error: unknown): string {
  const reason = error instanceof YAMLException ? error.reason : 'it cannot be read';
  return /^[\w ,.;:()'-]{1,160}$/.test(reason) ? reason : 'the syntax is wrong here';
}
