import { pathNames } from '../domain/binding.ts';
import { HTTP_METHODS, type HttpMethod } from '../domain/catalogue.ts';
import { asNode, member, pointerToken, type DocumentNode } from './document-node.ts';
import { listParameters, type ParameterNode } from './list-parameters.ts';
import type { Reading } from './reading.ts';
import type { Dialect } from './recognise-document.ts';

const METHODS = new Map(HTTP_METHODS.map((method) => [method.toLowerCase(), method]));
const MAX_PATH = 2048;

/** A document, and what its parts are read with. */
export interface OperationSource {
  readonly root: DocumentNode;
  readonly dialect: Dialect;
  readonly reading: Reading;
}

/** One method of one path, found but not read. */
export interface FoundOperation {
  readonly path: string;
  /** The path without the names of its parameters; two paths of one shape are the same address. */
  readonly shape: string;
  /** The names of its parameters. */
  readonly names: readonly string[];
  readonly method: HttpMethod;
  /** JSON pointer to the operation. */
  readonly at: string;
  readonly node: DocumentNode;
  /** The path item that holds it. */
  readonly item: DocumentNode;
  /** The parameters of the path item. */
  readonly inherited: readonly ParameterNode[];
}

/** Every operation under `paths`, in the order of the document. A fault costs the part that has it, never the operation. */
export function* findOperations({ root, reading }: OperationSource): Generator<FoundOperation> {
  const paths = asNode(member(root, 'paths')) ?? {};
  for (const key of Object.keys(paths)) {
    if (key.startsWith('x-')) continue;
    const at = `/paths/${pointerToken(key)}`;
    const own = asNode(paths[key]);
    if (!own || key.length > MAX_PATH) {
      reading.problems.add('PATH_INVALID', 'A path that cannot be read was left out.', at);
      continue;
    }
    if (!key.startsWith('/')) reading.problems.add('PATH_INVALID', 'A path should start with a slash.', at);
    const target = reading.references.follow(own, () => at)?.node ?? {};
    // Members beside the $ref are undefined by the standard and meant by their authors.
    const item = target === own ? own : { ...target, ...own };
    const inherited = listParameters(item, at, reading);
    const path = key.startsWith('/') ? key : `/${key}`;
    const shape = path.replace(/\{[^{}]*\}/g, '{}');
    const names = path.includes('{') ? pathNames(path) : [];
    for (const name of Object.keys(item)) {
      const method = METHODS.get(name) ?? METHODS.get(name.toLowerCase());
      if (!method) continue;
      const place = `${at}/${name}`;
      const node = operationNode(item[name], place, reading);
      yield { path, shape, names, method, at: place, node, item, inherited };
    }
  }
}

/** An operation that is empty or lies elsewhere can still be called by its method and path. */
function operationNode(value: unknown, at: string, { references, problems }: Reading): DocumentNode {
  if (!asNode(value))
    problems.add('OPERATION_EMPTY', 'The operation is described by nothing but its path.', at);
  return references.follow(value, () => at)?.node ?? {};
}
