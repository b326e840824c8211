import { ENTRY_DESCRIPTION, type OperationEntry } from '../domain/catalogue.ts';
import { asList, member, textOf, type DocumentNode } from './document-node.ts';
import { findOperations, type FoundOperation, type OperationSource } from './find-operations.ts';
import { createToolNames, endpointId, type ToolNames } from './name-tools.ts';
import { MAX_DESCRIPTION, MAX_SUMMARY } from './reading.ts';

const MAX_TAGS = 20;
const MAX_TAG = 100;
const NONE: readonly unknown[] = [];

/** An operation in a list, and where the rest of it is. */
export interface IndexedOperation {
  readonly entry: OperationEntry;
  readonly found: FoundOperation;
}

/** Finds the operations of a document and names them, without looking into a schema. */
export function indexOperations({
  source,
  maxOperations,
}: {
  readonly source: OperationSource;
  readonly maxOperations: number;
}): readonly IndexedOperation[] {
  const { problems } = source.reading;
  const names = createToolNames();
  const indexed: IndexedOperation[] = [];
  const ids = new Set<string>();
  findOperations(source, (found) => {
    if (indexed.length >= maxOperations) {
      const message = `Only the first ${maxOperations} operations were read.`;
      problems.add('TOO_MANY_OPERATIONS', message, '/paths');
      return false;
    }
    const id = endpointId(found.method, found.path);
    if (ids.has(id)) {
      const message = 'Another operation has this method and path already, so this one was left out.';
      problems.add('DUPLICATE_OPERATION', message, found.at);
      return true;
    }
    ids.add(id);
    indexed.push({ entry: entryFor(id, found, names), found });
    return true;
  });
  return indexed;
}

function entryFor(
  id: string,
  { method, path, node, item }: FoundOperation,
  names: ToolNames,
): OperationEntry {
  const operationId = textOf(node, 'operationId', 256);
  const summary = textOf(node, 'summary', MAX_SUMMARY) ?? textOf(item, 'summary', MAX_SUMMARY);
  const description = describe(node, item);
  const toolName = names.nameFor({ id, method, path, operationId });
  // Member by member: spreading is several times as slow, and there may be tens of thousands.
  const entry: { -readonly [K in keyof OperationEntry]: OperationEntry[K] } = {
    id,
    toolName,
    method,
    path,
    tags: tagsOf(node),
    deprecated: member(node, 'deprecated') === true,
  };
  if (operationId !== undefined) entry.operationId = operationId;
  if (summary !== undefined) entry.summary = summary;
  if (description !== undefined) entry.description = description.slice(0, ENTRY_DESCRIPTION);
  return entry;
}

/** The description of an operation, or of its path. */
export function describe(node: DocumentNode, item: DocumentNode): string | undefined {
  return textOf(node, 'description', MAX_DESCRIPTION) ?? textOf(item, 'description', MAX_DESCRIPTION);
}

function tagsOf(node: DocumentNode): readonly string[] {
  const list = asList(member(node, 'tags')) ?? NONE;
  const [only] = list;
  // Most have one; a list that grows takes room for sixteen more.
  if (list.length === 1) return typeof only === 'string' && only !== '' ? [only.slice(0, MAX_TAG)] : [];
  const tags: string[] = [];
  for (const tag of list) {
    if (tags.length >= MAX_TAGS) break;
    if (typeof tag !== 'string' || tag === '') continue;
    const cut = tag.length > MAX_TAG ? tag.slice(0, MAX_TAG) : tag;
    if (!tags.includes(cut)) tags.push(cut);
  }
  return tags;
}
