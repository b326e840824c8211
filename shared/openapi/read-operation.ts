import type { Operation, RequestBody } from '../domain/catalogue.ts';
import { member, type DocumentNode } from './document-node.ts';
import type { OperationSource } from './find-operations.ts';
import { jsonBytes } from './json-bytes.ts';
import { describe, type IndexedOperation } from './index-operations.ts';
import { readRequestBody } from './read-openapi-parts.ts';
import { listParameters } from './list-parameters.ts';
import { readParameters } from './read-parameters.ts';
import { readResponses } from './read-responses.ts';
import { readSecurity } from './read-security.ts';
import { readServers } from './read-servers.ts';
import { MAX_INPUT_BYTES } from './reading.ts';
import { isBodyParameter, mediaTypesOf, upgradeBody } from './upgrade.ts';

/**
 * Builds an operation with its schemas; what it takes and what it answers have a bounded size each. A fault costs the part
 * that has it, never the operation.
 */
export function readOperation(
  { entry, found }: IndexedOperation,
  source: OperationSource,
  inheritedSecurity: readonly (readonly string[])[],
): Operation {
  const { names, at, node, item } = found;
  const { dialect, reading } = source;
  const listed = [...listParameters(node, reading.references), ...listParameters(item, reading.references)];
  const baseUrl =
    dialect === 'swagger-2'
      ? undefined
      : (readServers(node, at, reading) ?? readServers(item, at, reading))?.[0];
  const requestBody = readBody(node, listed, source);
  // An array of both, with two brackets and a comma.
  const limit = MAX_INPUT_BYTES - jsonBytes(requestBody ?? null) - 3;
  const parameters = readParameters({ listed, names, at, dialect, limit, reading });
  const description = describe(node, item);
  return {
    ...entry,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(description === undefined ? {} : { description }),
    parameters,
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: readResponses(node, source),
    security: readSecurity(node) ?? inheritedSecurity,
  };
}

function readBody(
  node: DocumentNode,
  listed: readonly DocumentNode[],
  { root, dialect, reading }: OperationSource,
): RequestBody | undefined {
  if (dialect !== 'swagger-2') return readRequestBody(member(node, 'requestBody'), reading);
  return upgradeBody({
    parameters: listed.filter(isBodyParameter),
    consumes: mediaTypesOf('consumes', node, root),
    reading,
  });
}
