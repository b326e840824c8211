import { asNode, member, type DocumentNode } from '../document-node.ts';
import { any, flag, map, object, oneOf, text, type Rule } from './rule.ts';
import type { Visit } from './visit.ts';

/** Which OpenAPI 3: `minor` is what follows the `3.`; `schema` is its rule for schemas. */
export interface Version {
  readonly minor: number;
  readonly schema: Rule;
}

/** Rules for what carries values: parameters, headers, bodies. */
export interface ContentRules {
  /** Media types by name. */
  readonly content: Rule;
  readonly header: Rule;
  readonly parameter: Rule;
  readonly example: Rule;
}

const STYLES = new Map<unknown, readonly string[]>([
  ['path', ['matrix', 'label', 'simple']],
  ['query', ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']],
  ['header', ['simple']],
  ['cookie', ['form']],
]);
const PLACES = [...STYLES.keys()].map(String);

const ONE_EXAMPLE = [['example', 'examples']] as const;

/** How a schema becomes text; with a media type that says so these have no place. */
const OF_SCHEMAS = ['style', 'explode', 'allowReserved', 'example', 'examples'];

export function contentRules({ minor, schema }: Version): ContentRules {
  const example = object(
    'an example',
    () => ({ summary: text, description: text, value: any, externalValue: text }),
    { family: 'an example', exclusive: [['value', 'externalValue']] },
  );
  const examples = map(example);
  const described = { description: text, required: flag, deprecated: flag, allowEmptyValue: flag };
  const shown = { schema, example: any, examples };
  const written = { ...described, ...shown, explode: flag, allowReserved: flag };
  const mediaType = (header: Rule): Rule => {
    const encoding = object('an encoding', () => ({
      contentType: text,
      headers: map(header),
      style: oneOf('form', 'spaceDelimited', 'pipeDelimited', 'deepObject'),
      explode: flag,
      allowReserved: flag,
    }));
    return object('a media type', () => ({ ...shown, encoding: map(encoding) }), { exclusive: ONE_EXAMPLE });
  };
  const header = object(
    'a header',
    (self) => ({ ...written, style: oneOf('simple'), content: map(mediaType(self)) }),
    { family: 'a header', exclusive: ONE_EXAMPLE, ...(minor === 0 ? { check: checkContent } : {}) },
  );
  const content = map(mediaType(header));
  const places = minor > 1 ? [...PLACES, 'querystring'] : PLACES;
  const parameter = object(
    'a parameter',
    () => ({ ...written, style: text, name: text, in: oneOf(...places), content }),
    { family: 'a parameter', required: ['name', 'in'], exclusive: ONE_EXAMPLE, check: checkParameter },
  );
  return { content, header, parameter, example };
}

/** A value is described by a schema, or by one media type. */
function checkContent(node: DocumentNode, visit: Visit): void {
  const content = member(node, 'content');
  if ((member(node, 'schema') === undefined) === (content === undefined))
    visit.fault('CONTENT_INVALID', 'This needs either "schema" or "content".');
  if (content === undefined) return;
  const types = asNode(content);
  if (types && !('$ref' in types) && Object.keys(types).length !== 1)
    visit.fault('CONTENT_INVALID', 'The content of a parameter or header is one media type.', 'content');
  for (const name of OF_SCHEMAS) {
    if (node[name] !== undefined)
      visit.fault('MEMBERS_EXCLUSIVE', `"${name}" goes with "schema", not with "content".`, name);
  }
}

function checkParameter(node: DocumentNode, visit: Visit): void {
  checkContent(node, visit);
  const place = member(node, 'in');
  if (place === 'path' && member(node, 'required') !== true)
    visit.fault('PATH_PARAMETER_OPTIONAL', 'A path parameter needs "required: true".');
  const styles = STYLES.get(place);
  const style = member(node, 'style');
  if (styles && typeof style === 'string' && !styles.includes(style))
    visit.fault(
      'STYLE_INVALID',
      `A ${String(place)} parameter has the style ${styles.join(' or ')}.`,
      'style',
    );
}
