import { asNode, cutText, isExtension, member, type DocumentNode } from '../document-node.ts';
import { MAX_PATH } from '../find-operations.ts';
import { readTemplate } from '../read-template.ts';
import { checkBody, checkList, checkNames, readList, together, type Listed } from './check-parameters.ts';
import { checkSecurity, schemeNames } from './check-security.ts';
import type { Visit } from './visit.ts';

/** The methods, each with a bit of its own. */
const METHODS = new Map(
  ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'].map((name, at) => [name, 1 << at]),
);

/** What the operations of a document must be together. */
interface Checked {
  readonly visit: Visit;
  readonly isTwo: boolean;
  /** The names of the security schemes. */
  readonly declared: ReadonlySet<string>;
  readonly operationIds: Set<string>;
}

/** A path whose operations are checked. */
interface CheckedPath {
  readonly names: readonly string[];
  /** Its own parameters. */
  readonly shared: Listed;
}

/** What the paths of a document must be together: their operations, and the parameters that those share. */
export function checkPaths(paths: DocumentNode, visit: Visit): void {
  const isTwo = member(visit.root, 'swagger') !== undefined;
  const checked: Checked = { visit, isTwo, declared: schemeNames(visit), operationIds: new Set() };
  const methodsByShape = new Map<string, number>();
  for (const path in paths) {
    const own = asNode(member(paths, path));
    const item = visit.references.nodeOf(own);
    if (!item || isExtension(path) || path.length > MAX_PATH) continue;
    const { names, isRepeated, shape } = readTemplate(path);
    if (isRepeated) visit.fault('PATH_PARAMETER_REPEATED', 'A path names each of its parameters once.', path);
    const shared = readList(item, visit);
    checkList(shared, names, visit, [path]);
    const others = methodsByShape.get(shape) ?? 0;
    let methods = 0;
    for (const method in item) {
      const bit = METHODS.get(method);
      const operation = bit === undefined ? undefined : visit.references.nodeOf(member(item, method));
      if (bit === undefined || !operation) continue;
      // What a reference leads to has no place of its own below the path.
      const below = item === own ? [path, method] : [path];
      methods |= bit;
      checkOperation(operation, { names, shared }, checked, below, (others & bit) !== 0);
    }
    // Paths without parameters are as different as their names.
    if (shape.includes('{')) methodsByShape.set(shape, others | methods);
  }
}

function checkOperation(
  operation: DocumentNode,
  { names, shared }: CheckedPath,
  { visit, isTwo, declared, operationIds }: Checked,
  below: readonly string[],
  isTwin: boolean,
): void {
  const listed = readList(operation, visit);
  checkList(listed, names, visit, below);
  const all = together(listed, shared);
  checkNames(all, names, visit, below);
  if (isTwo) checkBody(all, operation, visit, below);
  if (!isTwo && isTwin) {
    const message =
      'Another path with this method differs from this one only in the names of its parameters.';
    visit.fault('DUPLICATE_PATH', message, ...below);
  }
  checkSecurity(operation, declared, visit, ...below);
  const operationId = member(operation, 'operationId');
  if (typeof operationId !== 'string') return;
  if (operationIds.has(operationId)) {
    const message = `The operationId "${cutText(operationId, 80)}" stands for another operation already.`;
    visit.fault('DUPLICATE_OPERATION_ID', message, ...below);
  }
  operationIds.add(operationId);
}
