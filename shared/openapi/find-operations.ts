import { HTTP_METHODS, type HttpMethod } from '../domain/catalogue.ts';
import { asNode, isExtension, member, pointerToken, type DocumentNode } from './document-node.ts';
import { readTemplate } from './read-template.ts';
import type { Reading } from './reading.ts';
import type { Dialect } from './recognise-document.ts';

const METHODS = new Map(HTTP_METHODS.map((method) => [method.toLowerCase(), method]));
/** Of OpenAPI 3.2, so in an older document a member that happens to be called like it. */
const QUERY: HttpMethod = 'QUERY';
/** Characters of a path. */
export const MAX_PATH = 2048;

const NOTHING: DocumentNode = {};

/** A document, and what its parts are read with. */
export interface OperationSource {
  readonly root: DocumentNode;
  readonly dialect: Dialect;
  readonly reading: Reading;
}

/** One method of one path, found but not read. */
export interface FoundOperation {
  readonly path: string;
  /** The names of its parameters. */
  readonly names: readonly string[];
  readonly method: HttpMethod;
  /** JSON pointer to the operation. */
  readonly at: string;
  readonly node: DocumentNode;
  /** The path item that holds it. */
  readonly item: DocumentNode;
}

/**
 * Finds every operation under `paths`, in the order of the document, until it is told that this was enough. A fault costs
 * the part that has it, never the operation.
 */
export function findOperations({ root, reading }: OperationSource, take: Take): void {
  const { references, problems } = reading;
  const paths = references.nodeOf(member(root, 'paths'));
  const hasMoreMethods = /^\s*3\.[2-9]/.test(String(member(root, 'openapi')));
  for (const key in paths) {
    if (isExtension(key)) continue;
    const at = `/paths/${pointerToken(key)}`;
    const own = asNode(member(paths, key));
    if (own && key.length > MAX_PATH) problems.add('PATH_TOO_LONG', 'A path this long was left out.', at);
    if (!own || key.length > MAX_PATH) continue;
    const target = references.nodeOf(own) ?? NOTHING;
    // Members beside the $ref are undefined by the standard and meant by their authors.
    const item = target === own ? own : { ...target, ...own };
    const path = key.startsWith('/') ? key : `/${key}`;
    const found = { path, names: readTemplate(path).names, at, item };
    if (!findMethods(found, { hasMoreMethods, reading, take })) return;
    if (hasMoreMethods && !findOthers(found, { reading, take })) return;
  }
}

type FoundPath = Pick<FoundOperation, 'path' | 'names' | 'at' | 'item'>;

/** Is given an operation; false where it wants no more. */
type Take = (found: FoundOperation) => boolean;

function findMethods(
  { path, names, at, item }: FoundPath,
  {
    hasMoreMethods,
    reading: { references },
    take,
  }: { readonly hasMoreMethods: boolean; readonly reading: Reading; readonly take: Take },
): boolean {
  for (const name in item) {
    const method = METHODS.get(name) ?? METHODS.get(name.toLowerCase());
    if (!method || (method === QUERY && !hasMoreMethods)) continue;
    // An operation that is empty or lies elsewhere can still be called by its method and path.
    const node = references.nodeOf(member(item, name)) ?? NOTHING;
    if (!take({ path, names, method, at: `${at}/${name}`, node, item })) return false;
  }
  return true;
}

/** OpenAPI 3.2: operations with methods of other names. */
function findOthers(
  { path, names, at, item }: FoundPath,
  { reading: { problems }, take }: { readonly reading: Reading; readonly take: Take },
): boolean {
  const others = asNode(member(item, 'additionalOperations'));
  for (const name in others) {
    const place = `${at}/additionalOperations/${pointerToken(name)}`;
    const method = HTTP_METHODS.find((known) => known === name);
    const node = asNode(member(others, name)) ?? NOTHING;
    if (!method)
      problems.add('METHOD_UNSUPPORTED', 'An operation with a method of its own was left out.', place);
    else if (!take({ path, names, method, at: place, node, item })) return false;
  }
  return true;
}
