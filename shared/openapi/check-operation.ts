import { asNode, member } from './document-node.ts';
import type { FoundOperation, OperationSource } from './find-operations.ts';
import { collectionStyle, isBodyParameter } from './upgrade.ts';
import { isStatus } from './read-responses.ts';
import { identityOf, listParameters, type ParameterNode } from './list-parameters.ts';
import { readServers } from './read-servers.ts';
import type { Reading } from './reading.ts';

/** Reports what is wrong with the parts of an operation; its schemas are not looked into. */
export function checkOperation(found: FoundOperation, { dialect, reading }: OperationSource): void {
  const { node, at, inherited } = found;
  const own = listParameters(node, at, reading);
  const isTwo = dialect === 'swagger-2';
  const named = new Set<string>();
  const ownNames = new Set<string>();
  for (const entry of own) checkParameter({ entry, isTwo, named, ownNames, at, reading });
  for (const entry of inherited) checkParameter({ entry, isTwo, named, ownNames: undefined, at, reading });
  checkPathNames(found, named, reading);
  if (!isTwo) {
    reading.references.follow(member(node, 'requestBody'), () => `${at}/requestBody`);
    readServers(node, at, reading);
  }
  checkResponses(found, reading);
}

function checkParameter({
  entry,
  isTwo,
  named,
  ownNames,
  at,
  reading,
}: {
  readonly entry: ParameterNode;
  readonly isTwo: boolean;
  /** Names of path parameters so far. */
  readonly named: Set<string>;
  /** Place and name of the operation's own parameters so far; absent for those of the path. */
  readonly ownNames: Set<string> | undefined;
  readonly at: string;
  readonly reading: Reading;
}): void {
  const { problems } = reading;
  const { node } = entry;
  if (isTwo && isBodyParameter(node)) return;
  const identity = identityOf(node);
  if (!identity) {
    const message = 'A parameter without a usable name or place was left out.';
    return problems.add('PARAMETER_INVALID', message, entry.at());
  }
  const { name, place } = identity;
  if (place === 'path') named.add(name);
  if (isTwo && collectionStyle(node) === undefined) {
    const format = String(member(node, 'collectionFormat')).slice(0, 40);
    problems.add('UNSUPPORTED_STYLE', `The collection format "${format}" is sent as csv.`, entry.at());
  }
  const key = `${place} ${name}`;
  if (ownNames?.has(key))
    problems.add('DUPLICATE_PARAMETER', 'A parameter is declared twice; the first one counts.', at);
  ownNames?.add(key);
}

/** Every name in the path is a parameter and every path parameter is in the path. */
function checkPathNames(
  { names, at }: FoundOperation,
  declared: ReadonlySet<string>,
  { problems }: Reading,
): void {
  for (const name of names) {
    if (declared.has(name)) continue;
    const message = `The path parameter "${name.slice(0, 80)}" is not declared; it is taken as text.`;
    problems.add('PATH_PARAMETER_UNDECLARED', message, at);
  }
  for (const name of declared) {
    if (names.includes(name)) continue;
    problems.add(
      'PATH_PARAMETER_UNUSED',
      `The path has no place for the parameter "${name.slice(0, 80)}".`,
      at,
    );
  }
}

function checkResponses({ node, at }: FoundOperation, { references, problems }: Reading): void {
  const responses = asNode(member(node, 'responses')) ?? {};
  for (const status of Object.keys(responses)) {
    if (status.startsWith('x-')) continue;
    if (isStatus(status)) references.follow(responses[status], () => `${at}/responses/${status}`);
    else {
      const message = 'A response under something that is no status code was left out.';
      problems.add('RESPONSE_INVALID', message, `${at}/responses/${status}`);
    }
  }
}
