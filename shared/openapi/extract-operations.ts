import {
  HTTP_METHODS,
  type HttpMethod,
  type Operation,
  type OperationResponse,
  type RequestBody,
} from '../domain/catalogue.ts';
import { asList, asNode, member, pointerToken, textOf, type DocumentNode } from './document-node.ts';
import type { DocumentLimits } from './limits.ts';
import { createToolNames, endpointId, type ToolNames } from './name-tools.ts';
import { readRequestBody, readResponse } from './read-openapi-parts.ts';
import { listParameters, readParameters, type ParameterNode } from './read-parameters.ts';
import { readSecurity } from './read-security.ts';
import { readServers } from './read-servers.ts';
import { BUDGETS, MAX_DESCRIPTION, MAX_SUMMARY, type Reading } from './reading.ts';
import type { Dialect } from './recognise-document.ts';
import { mediaTypesOf, upgradeBody, upgradeResponse } from './upgrade.ts';

const METHODS = new Map(HTTP_METHODS.map((method) => [method.toLowerCase(), method]));

/** The document and what its operations inherit from it. */
export interface OperationSource {
  readonly root: DocumentNode;
  readonly dialect: Dialect;
  readonly limits: DocumentLimits;
  readonly reading: Reading;
}

/** One method of one path, found but not read. */
interface Found {
  readonly path: string;
  readonly method: HttpMethod;
  readonly at: string;
  readonly node: DocumentNode;
  readonly item: DocumentNode;
  readonly inherited: readonly ParameterNode[];
}

/** Every operation under `paths`, in the order of the document. A fault costs the part that has it, never the operation. */
export function extractOperations(source: OperationSource): readonly Operation[] {
  const { limits, reading } = source;
  const names = createToolNames();
  const security = readSecurity(source.root) ?? [];
  const operations: Operation[] = [];
  const shapes = new Set<string>();
  for (const found of findOperations(source)) {
    if (operations.length >= limits.maxOperations) {
      reading.problems.add(
        'TOO_MANY_OPERATIONS',
        `Only the first ${limits.maxOperations} operations were read.`,
        '/paths',
      );
      break;
    }
    const shape = `${found.method} ${found.path.replace(/\{[^{}]*\}/g, '{}')}`;
    if (shapes.has(shape))
      reading.problems.add(
        'DUPLICATE_PATH',
        'Two paths differ only in the names of their parameters.',
        found.at,
      );
    shapes.add(shape);
    operations.push(readOperation(found, source, names, security));
  }
  return operations;
}

function* findOperations({ root, reading }: OperationSource): Generator<Found> {
  for (const [key, value] of Object.entries(asNode(member(root, 'paths')) ?? {})) {
    if (key.startsWith('x-')) continue;
    const at = `/paths/${pointerToken(key)}`;
    const own = asNode(value);
    if (!own || key.length > 2048) {
      reading.problems.add('PATH_INVALID', 'A path that cannot be read was left out.', at);
      continue;
    }
    if (!key.startsWith('/')) reading.problems.add('PATH_INVALID', 'A path should start with a slash.', at);
    const target = reading.references.follow(own, () => at)?.node ?? {};
    // Members beside the $ref are undefined by the standard and meant by their authors.
    const item = target === own ? own : { ...target, ...own };
    const inherited = listParameters(item, at, reading);
    const path = key.startsWith('/') ? key : `/${key}`;
    for (const [name, node] of Object.entries(item)) {
      const method = METHODS.get(name.toLowerCase());
      if (!method) continue;
      const place = `${at}/${name}`;
      yield { path, method, at: place, node: operationNode(node, place, reading), item, inherited };
    }
  }
}

/** An operation that is empty or lies elsewhere can still be called by its method and path. */
function operationNode(value: unknown, at: string, { references, problems }: Reading): DocumentNode {
  if (!asNode(value))
    problems.add('OPERATION_EMPTY', 'The operation is described by nothing but its path.', at);
  return references.follow(value, () => at)?.node ?? {};
}

function readOperation(
  found: Found,
  source: OperationSource,
  names: ToolNames,
  inherited: readonly (readonly string[])[],
): Operation {
  const { path, method, at, node, item } = found;
  const { root, dialect, reading } = source;
  const listed = listParameters(node, at, reading);
  const isBody = ({ node: parameter }: ParameterNode): boolean =>
    /^(body|formData)$/.test(String(member(parameter, 'in')));
  const outside = (list: readonly ParameterNode[]) =>
    dialect === 'swagger-2' ? list.filter((entry) => !isBody(entry)) : list;
  const parameters = readParameters({
    own: outside(listed),
    inherited: outside(found.inherited),
    path,
    at,
    dialect,
    reading,
  });
  const operationId = textOf(node, 'operationId', 256);
  const summary = textOf(node, 'summary', MAX_SUMMARY) ?? textOf(item, 'summary', MAX_SUMMARY);
  const description =
    textOf(node, 'description', MAX_DESCRIPTION) ?? textOf(item, 'description', MAX_DESCRIPTION);
  const bodyParameters = [...listed, ...found.inherited].filter(isBody).map((entry) => entry.node);
  const requestBody: RequestBody | undefined =
    dialect === 'swagger-2'
      ? upgradeBody({
          parameters: bodyParameters,
          consumes: mediaTypesOf('consumes', node, root),
          at,
          reading,
        })
      : readRequestBody(member(node, 'requestBody'), `${at}/requestBody`, reading);
  const baseUrl =
    dialect === 'swagger-2'
      ? undefined
      : (readServers(node, at, reading) ?? readServers(item, at, reading))?.[0];
  return {
    id: endpointId(method, path),
    toolName: names.nameFor({ method, path, operationId }),
    ...(operationId === undefined ? {} : { operationId }),
    method,
    path,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    tags: tagsOf(node),
    deprecated: member(node, 'deprecated') === true,
    parameters,
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: readResponses(node, at, source),
    security: readSecurity(node) ?? inherited,
  };
}

function tagsOf(node: DocumentNode): readonly string[] {
  const tags = (asList(member(node, 'tags')) ?? [])
    .filter((tag) => typeof tag === 'string' && tag !== '')
    .map(String);
  return [...new Set(tags.map((tag) => tag.slice(0, 100)))].slice(0, 20);
}

function readResponses(
  operation: DocumentNode,
  at: string,
  { root, dialect, reading }: OperationSource,
): Readonly<Record<string, OperationResponse>> {
  const found: [string, OperationResponse][] = [];
  const entries = Object.entries(asNode(member(operation, 'responses')) ?? {});
  const success = entries
    .map(([status]) => status)
    .filter((status) => /^2(\d\d|XX)$/i.test(status))
    .toSorted()[0];
  for (const [status, value] of entries.slice(0, 60)) {
    const place = `${at}/responses/${status}`;
    if (status.startsWith('x-')) continue;
    if (!/^([1-5](\d\d|XX)|default)$/i.test(status)) {
      reading.problems.add(
        'RESPONSE_INVALID',
        'A response under something that is no status code was left out.',
        place,
      );
      continue;
    }
    const node = reading.references.follow(value, () => place)?.node ?? {};
    const isAnswer = status === success || (success === undefined && status === 'default');
    const budget = isAnswer ? BUDGETS.answer : BUDGETS.otherAnswer;
    const response =
      dialect === 'swagger-2'
        ? upgradeResponse({
            node,
            produces: mediaTypesOf('produces', operation, root),
            budget,
            at: place,
            reading,
          })
        : readResponse(node, budget, place, reading);
    found.push([status, response]);
  }
  return Object.fromEntries(found);
}
