import { asNode, member, type DocumentNode } from './document-node.ts';
import type { Problems } from './problems.ts';

/** Swagger 2.0, or OpenAPI 3.x. */
export type Dialect = 'swagger-2' | 'openapi-3';

/** Which kind of document this is, or why it is none that can be read, and where. */
export type Recognised =
  | { readonly ok: true; readonly dialect: Dialect }
  | { readonly ok: false; readonly message: string; readonly pointer: string };

/** Marks of other formats that people mistake for OpenAPI documents. */
const OTHERS: readonly (readonly [string, string])[] = [
  ['asyncapi', 'an AsyncAPI document'],
  ['arazzo', 'an Arazzo workflow description'],
  ['overlay', 'an OpenAPI overlay'],
  ['swaggerVersion', 'a Swagger 1.x document; convert it to OpenAPI 3'],
  ['item', 'a Postman collection; export it as OpenAPI'],
  ['log', 'an HTTP archive'],
  ['__schema', 'a GraphQL schema'],
  ['$schema', 'a JSON Schema'],
  ['resources', 'a Google discovery document'],
  ['errors', 'an error answer'],
  ['error', 'an error answer'],
];

/** Decides from the version that the document states. A number in its place counts, with a problem. */
export function recogniseDocument(root: DocumentNode, problems: Problems): Recognised {
  const key = member(root, 'openapi') !== undefined ? 'openapi' : 'swagger';
  const version = member(root, key);
  if (version === undefined || (typeof version !== 'string' && typeof version !== 'number')) {
    const other = OTHERS.find(([mark]) => member(root, mark) !== undefined);
    const what = other ? ` It looks like ${other[1]}.` : '';
    return {
      ok: false,
      message: `The document names no "openapi" or "swagger" version.${what}`,
      pointer: '',
    };
  }
  const text = String(version).trim();
  if (typeof version === 'number')
    problems.add('VERSION_NOT_TEXT', 'The version should be in quotes.', `/${key}`);
  const dialect =
    key === 'openapi' && /^3(\.\d|$)/.test(text)
      ? 'openapi-3'
      : key === 'swagger' && /^2(\.0|$)/.test(text)
        ? 'swagger-2'
        : undefined;
  if (!dialect) {
    return {
      ok: false,
      message:
        'Only Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 can be read; this document states another version.',
      pointer: `/${key}`,
    };
  }
  const paths = member(root, 'paths');
  if (paths !== undefined && paths !== null && !asNode(paths)) {
    return {
      ok: false,
      message: '"paths" is not an object, so the document has no operations.',
      pointer: '/paths',
    };
  }
  const hasContent = ['paths', 'webhooks', 'components', 'definitions'].some(
    (part) => member(root, part) !== undefined,
  );
  if (!hasContent)
    return {
      ok: false,
      message: 'The document has neither "paths" nor "webhooks" nor "components".',
      pointer: '',
    };
  return { ok: true, dialect };
}
