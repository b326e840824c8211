import type { JsonSchema } from '../domain/catalogue.ts';
import { asNode, type DocumentNode } from './document-node.ts';
import { expandSchema } from './expand-schema.ts';
import { refOf, type References } from './resolve-refs.ts';

/** A schema to copy, and the bytes of JSON that the copy may take at most. */
export interface SchemaRequest {
  readonly schema: unknown;
  readonly budget: number;
  /** Required members before any text, at any depth: for what is sent. */
  readonly requiredFirst?: boolean;
}

/** Copies schemas out of the document. */
export interface SchemaReader {
  /** The result may be shared; nobody may change it. */
  read(request: SchemaRequest): JsonSchema;
}

/** Copies that are kept for the next operation that names the same schema. */
const MAX_KEPT = 500;

/** What a reference names is copied once for all who name it within the last few hundred; a copy takes bounded time. */
export function createSchemaReader(references: References): SchemaReader {
  const kept = new Map<string, Map<DocumentNode, JsonSchema>>();

  return {
    read({ schema, budget, requiredFirst = false }) {
      const node = asNode(schema);
      if (!node) return schema === false ? { not: {} } : {};
      const expand = (): JsonSchema => expandSchema({ root: node, budget, requiredFirst, references });
      const target = isBareReference(node) ? references.nodeOf(node) : undefined;
      if (!target) return expand();
      const purpose = `${budget} ${requiredFirst}`;
      const copies = kept.get(purpose) ?? new Map<DocumentNode, JsonSchema>();
      kept.set(purpose, copies);
      const found = copies.get(target);
      if (found) return found;
      if (copies.size >= MAX_KEPT) copies.clear();
      const made = expand();
      copies.set(target, made);
      return made;
    },
  };
}

function isBareReference(node: DocumentNode): boolean {
  return refOf(node) !== undefined && Object.keys(node).length === 1;
}
