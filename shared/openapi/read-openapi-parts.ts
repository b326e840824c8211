import type { OperationResponse, Parameter, RequestBody } from '../domain/catalogue.ts';
import { asNode, member, textOf, type DocumentNode } from './document-node.ts';
import { bareType, concreteType, isJsonType, preferredContent } from './media-type.ts';
import type { ParameterRequest } from './list-parameters.ts';
import { BUDGETS, MAX_SHORT_TEXT, type Reading } from './reading.ts';

const STYLES = new Set([
  'matrix',
  'label',
  'form',
  'simple',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
]);

/** A parameter of OpenAPI 3. */
export function readParameter(
  { node, name, place, budget }: ParameterRequest,
  { schemas }: Reading,
): Parameter {
  const content = preferredContent(member(node, 'content'));
  const isJson = content !== undefined && isJsonType(content.type);
  const schema = content ? member(content.media, 'schema') : member(node, 'schema');
  const description = textOf(node, 'description', MAX_SHORT_TEXT);
  const style = member(node, 'style');
  const explode = member(node, 'explode');
  return {
    name,
    in: place,
    required: place === 'path' || member(node, 'required') === true,
    ...(description === undefined ? {} : { description }),
    ...(isJson ? { style: 'json' } : typeof style === 'string' && STYLES.has(style) ? { style } : {}),
    ...(typeof explode === 'boolean' ? { explode } : {}),
    schema: schemas.read({ schema, budget }),
  };
}

/** The request body of OpenAPI 3 in the media type that will be sent; undefined where nothing is described. */
export function readRequestBody(value: unknown, { references, schemas }: Reading): RequestBody | undefined {
  const node = references.nodeOf(value);
  const content = preferredContent(member(node, 'content'));
  if (!content) return undefined;
  const schema = schemas.read({
    schema: member(content.media, 'schema'),
    budget: BUDGETS.body,
    requiredFirst: true,
  });
  return { required: member(node, 'required') === true, contentType: concreteType(content.type), schema };
}

/** One response of OpenAPI 3. A schema is kept where the body is JSON. */
export function readResponse(node: DocumentNode, budget: number, { schemas }: Reading): OperationResponse {
  const description = textOf(node, 'description', MAX_SHORT_TEXT) ?? '';
  const content = preferredContent(member(node, 'content'));
  if (!content) return { description };
  const contentType = concreteType(content.type);
  const schema = asNode(member(content.media, 'schema'));
  if (!isJsonType(content.type) || !schema) return { description, contentType: bareType(contentType) };
  return {
    description,
    contentType: bareType(contentType),
    schema: schemas.read({ schema, budget }),
  };
}
