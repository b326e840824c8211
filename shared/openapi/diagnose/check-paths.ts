import { asNode, cutText, member, type DocumentNode } from '../document-node.ts';
import { MAX_PATH } from '../find-operations.ts';
import { checkBody, checkList, checkNames, readList, together } from './check-parameters.ts';
import { checkSecurity, schemeNames } from './check-security.ts';
import type { Visit } from './visit.ts';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** What the paths of a document must be together: their operations, and the parameters that those share. */
export function checkPaths(paths: DocumentNode, visit: Visit): void {
  const isTwo = member(visit.root, 'swagger') !== undefined;
  const operationIds = new Set<unknown>();
  const shapes = new Set<string>();
  const declared = schemeNames(visit);
  for (const path of Object.keys(paths)) {
    const own = asNode(paths[path]);
    const item = visit.references.follow(own)?.node;
    if (!item || path.startsWith('x-') || path.length > MAX_PATH) continue;
    const shape = path.includes('{') ? path.replace(/\{[^{}]*\}/g, '{}') : path;
    const names = placeholders(path, visit);
    const shared = readList(item, visit);
    checkList(shared, names, visit, [path]);
    for (const method of Object.keys(item)) {
      if (!METHODS.has(method)) continue;
      const operation = visit.references.follow(item[method])?.node;
      if (!operation) continue;
      // What a reference leads to has no place of its own below the path.
      const below = item === own ? [path, method] : [path];
      const listed = readList(operation, visit);
      checkList(listed, names, visit, below);
      const all = together(listed, shared);
      checkNames(all, names, visit, below);
      if (isTwo) checkBody(all, operation, visit, below);
      if (!isTwo) reportTwin(`${method} ${shape}`, shapes, visit, below);
      checkSecurity(operation, declared, visit, ...below);
      const operationId = member(operation, 'operationId');
      if (typeof operationId !== 'string') continue;
      if (operationIds.has(operationId)) {
        const message = `The operationId "${cutText(operationId, 80)}" stands for another operation already.`;
        visit.fault('DUPLICATE_OPERATION_ID', message, ...below);
      }
      operationIds.add(operationId);
    }
  }
}

/** Two paths that differ only in the names of their parameters are the same address. */
function reportTwin(shape: string, shapes: Set<string>, visit: Visit, below: readonly string[]): void {
  if (shapes.has(shape)) {
    const message =
      'Another path with this method differs from this one only in the names of its parameters.';
    visit.fault('DUPLICATE_PATH', message, ...below);
  }
  shapes.add(shape);
}

/** The names in a path, each once. */
function placeholders(path: string, visit: Visit): readonly string[] {
  if (!path.includes('{')) return [];
  const names = [...path.matchAll(/\{([^{}/]+)\}/g)].map((match) => match[1] ?? '');
  const unique = new Set(names);
  if (unique.size < names.length)
    visit.fault('PATH_PARAMETER_REPEATED', 'A path names each of its parameters once.', path);
  return [...unique];
}
