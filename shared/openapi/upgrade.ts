import type { OperationResponse, Parameter, RequestBody } from '../domain/catalogue.ts';
import { asList, asNode, isExtension, member, textOf, type DocumentNode } from './document-node.ts';
import { bareType, concreteType, isJsonType, isUsableType, preferredType } from './media-type.ts';
import type { ParameterRequest } from './list-parameters.ts';
import { BUDGETS, MAX_SHORT_TEXT, type Reading } from './reading.ts';

/** How Swagger 2.0 joins a list, in the words of OpenAPI 3. */
const COLLECTION_FORMATS: ReadonlyMap<unknown, { readonly style?: string; readonly explode: boolean }> =
  new Map([
    ['csv', { explode: false }],
    ['multi', { style: 'form', explode: true }],
    ['ssv', { style: 'spaceDelimited', explode: false }],
    ['pipes', { style: 'pipeDelimited', explode: false }],
  ]);

/** Members of a 2.0 parameter that belong to the parameter and not to its schema. */
const NOT_SCHEMA = new Set([
  'name',
  'in',
  'description',
  'required',
  'collectionFormat',
  'allowEmptyValue',
  'schema',
]);

function schemaOf(node: DocumentNode): DocumentNode {
  return Object.fromEntries(
    Object.entries(node).filter(([key]) => !NOT_SCHEMA.has(key) && !isExtension(key)),
  );
}

/** Whether a parameter of Swagger 2.0 is the body or a field of it. */
export function isBodyParameter(node: DocumentNode): boolean {
  const place = member(node, 'in');
  return place === 'body' || place === 'formData';
}

/** How a list is joined, empty for what is no list; undefined where the format is not supported. */
export function collectionStyle(
  node: DocumentNode,
): { readonly style?: string; readonly explode?: boolean } | undefined {
  if (member(node, 'type') !== 'array') return {};
  const format = member(node, 'collectionFormat');
  return COLLECTION_FORMATS.get(typeof format === 'string' ? format : 'csv');
}

/** A path, query or header parameter of Swagger 2.0. */
export function upgradeParameter(
  { node, name, place, budget }: ParameterRequest,
  { schemas }: Reading,
): Parameter {
  const description = textOf(node, 'description', MAX_SHORT_TEXT);
  return {
    name,
    in: place,
    required: place === 'path' || member(node, 'required') === true,
    ...(description === undefined ? {} : { description }),
    ...(collectionStyle(node) ?? COLLECTION_FORMATS.get('csv')),
    schema: schemas.read({ schema: schemaOf(node), budget }),
  };
}

/** The body that the `body` and `formData` parameters of an operation make together; undefined where there are none. */
export function upgradeBody({
  parameters,
  consumes,
  reading,
}: {
  readonly parameters: readonly DocumentNode[];
  readonly consumes: readonly string[];
  readonly reading: Reading;
}): RequestBody | undefined {
  const whole = parameters.find((node) => member(node, 'in') === 'body');
  if (whole) {
    const type = preferredType(consumes.filter((name) => !isFormType(name))) ?? 'application/json';
    const schema = reading.schemas.read({
      schema: member(whole, 'schema'),
      budget: BUDGETS.body,
      requiredFirst: true,
    });
    return { required: member(whole, 'required') === true, contentType: concreteType(type), schema };
  }
  const fields = parameters.filter(
    (node) => member(node, 'in') === 'formData' && typeof member(node, 'name') === 'string',
  );
  if (fields.length === 0) return undefined;
  const required = fields
    .filter((node) => member(node, 'required') === true)
    .map((node) => String(member(node, 'name')));
  const properties = Object.fromEntries(
    fields.map((node) => [
      String(member(node, 'name')),
      { ...schemaOf(node), description: member(node, 'description') },
    ]),
  );
  const hasFile = fields.some((node) => member(node, 'type') === 'file');
  const contentType = hasFile
    ? 'multipart/form-data'
    : (preferredType(consumes.filter(isFormType)) ?? 'application/x-www-form-urlencoded');
  const schema = reading.schemas.read({
    schema: { type: 'object', properties, required },
    budget: BUDGETS.body,
    requiredFirst: true,
  });
  return { required: required.length > 0, contentType: formTypeOf(contentType), schema };
}

function isFormType(type: string): boolean {
  return bareType(type).endsWith('urlencoded') || bareType(type).endsWith('form-data');
}

/** Vendors' own names of the two form encodings become the usual ones. */
function formTypeOf(type: string): string {
  return bareType(type).endsWith('form-data') ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
}

/** One response of Swagger 2.0; its media type is what the operation produces. */
export function upgradeResponse({
  node,
  produces,
  budget,
  reading,
}: {
  readonly node: DocumentNode;
  readonly produces: readonly string[];
  readonly budget: number;
  readonly reading: Reading;
}): OperationResponse {
  const description = textOf(node, 'description', MAX_SHORT_TEXT) ?? '';
  const schema = asNode(member(node, 'schema'));
  if (!schema) return { description };
  const type = preferredType(produces) ?? 'application/json';
  const contentType = bareType(concreteType(type));
  if (!isJsonType(type)) return { description, contentType };
  return {
    description,
    contentType,
    schema: reading.schemas.read({ schema, budget }),
  };
}

/** The media types of `consumes` or `produces`, the operation's own before the document's. */
export function mediaTypesOf(
  key: 'consumes' | 'produces',
  operation: DocumentNode,
  root: DocumentNode,
): readonly string[] {
  const list = asList(member(operation, key)) ?? asList(member(root, key)) ?? [];
  return list
    .filter((type) => typeof type === 'string')
    .map(String)
    .filter(isUsableType);
}
