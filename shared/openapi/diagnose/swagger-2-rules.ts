import { asNode, member } from '../document-node.ts';
import { checkPaths } from './check-paths.ts';
import { checkOwnSecurity } from './check-security.ts';
import { checkBody, checkDefinitions, checkResponse } from './check-swagger-2.ts';
import { pathName, status2 } from './name-rules.ts';
import {
  any,
  choice,
  flag,
  list,
  map,
  object,
  oneOf,
  text,
  uniqueList,
  value,
  type ObjectRule,
  type Rule,
} from './rule.ts';
import {
  checkItems,
  enumeration,
  externalDocs,
  responseSchema2,
  schema2,
  VALUE_KEYWORDS,
} from './schema-rules.ts';
import { securityScheme2 } from './security-scheme-rules.ts';
import { contact, tags } from './shared-rules.ts';

const PRIMITIVES = ['string', 'number', 'integer', 'boolean', 'array'] as const;
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const FORMATS = ['csv', 'ssv', 'tsv', 'pipes'] as const;

const items = object(
  'the items of an array',
  (self) => ({
    ...VALUE_KEYWORDS,
    type: oneOf(...PRIMITIVES),
    enum: enumeration,
    items: self,
    collectionFormat: oneOf(...FORMATS),
  }),
  { check: checkItems },
);

const primitive: Readonly<Record<string, Rule>> = {
  ...VALUE_KEYWORDS,
  type: oneOf(...PRIMITIVES),
  enum: enumeration,
  items,
  collectionFormat: oneOf(...FORMATS),
  description: text,
};

const header = object('a header', () => primitive, {
  family: 'a header',
  required: ['type'],
  check: checkItems,
});

function parameterIn(members: Readonly<Record<string, Rule>>): ObjectRule {
  return object('a parameter', () => ({ ...primitive, name: text, in: any, required: flag, ...members }), {
    family: 'a parameter',
    required: ['name', 'in', 'type', ...(members['required'] ? ['required'] : [])],
    check: checkItems,
  });
}

const multi = oneOf(...FORMATS, 'multi');
const PARAMETERS = new Map<unknown, Rule>([
  ['path', parameterIn({ required: oneOf(true) })],
  ['header', parameterIn({})],
  ['query', parameterIn({ collectionFormat: multi, allowEmptyValue: flag })],
  [
    'formData',
    parameterIn({ collectionFormat: multi, allowEmptyValue: flag, type: oneOf(...PRIMITIVES, 'file') }),
  ],
  [
    'body',
    object(
      'a body parameter',
      () => ({ name: text, in: any, description: text, required: flag, schema: schema2 }),
      { family: 'a parameter', required: ['name', 'in', 'schema'], check: checkBody },
    ),
  ],
]);

const parameter = choice(
  'a parameter in "path", "query", "header", "formData" or "body"',
  (given) => PARAMETERS.get(member(asNode(given), 'in')),
  'a parameter',
);

const response = object(
  'a response',
  () => ({ description: text, schema: responseSchema2, headers: map(header), examples: map(any) }),
  { family: 'a response', required: ['description'], check: checkResponse },
);

const mediaTypes = uniqueList(text);
const security = list(map(uniqueList(text)), { identity: (entry) => JSON.stringify(entry) });
const schemes = uniqueList(oneOf('http', 'https', 'ws', 'wss'));
const parameters = list(parameter);

const operation = object(
  'an operation',
  () => ({
    tags: uniqueList(text),
    summary: text,
    description: text,
    externalDocs,
    operationId: text,
    produces: mediaTypes,
    consumes: mediaTypes,
    parameters,
    responses: map(response, { names: status2, hasExtensions: true, min: 1 }),
    schemes,
    deprecated: flag,
    security,
  }),
  { family: 'an operation', required: ['responses'] },
);

const pathItem = object(
  'a path item',
  () => ({
    ...Object.fromEntries(METHODS.map((method) => [method, operation])),
    parameters,
  }),
  { family: 'a path item' },
);

/** A whole document of Swagger 2.0. */
export const swagger2 = object(
  'the document',
  () => ({
    swagger: any,
    info: object(
      'the info',
      () => ({
        title: text,
        version: text,
        description: text,
        termsOfService: text,
        contact,
        license: object('the license', () => ({ name: text, url: text }), { required: ['name'] }),
      }),
      { required: ['title', 'version'] },
    ),
    host: value(
      'a host name, with a port where it needs one and nothing else',
      (given) => typeof given === 'string' && /^[^{}/ :\\]+(?::\d+)?$/.test(given),
    ),
    basePath: value('a path', (given) => typeof given === 'string' && given.startsWith('/')),
    schemes,
    consumes: mediaTypes,
    produces: mediaTypes,
    paths: map(pathItem, { names: pathName, hasExtensions: true, check: checkPaths }),
    definitions: map(schema2, { check: checkDefinitions }),
    parameters: map(parameter),
    responses: map(response),
    security,
    securityDefinitions: map(securityScheme2),
    tags,
    externalDocs,
  }),
  { required: ['info', 'paths'], check: checkOwnSecurity },
);
