import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import document from '../../docs/openapi.json' with { type: 'json' };

/** A path item's operations as far as this check reads them. */
type Operation = { responses: Record<string, { content?: Record<string, { schema?: object }> }> };

const paths: Record<string, Record<string, Operation>> = document.paths;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'apiq', components: document.components });

const validators = new Map<string, ReturnType<typeof ajv.compile>>();

/**
 * Checks one answer against the published document: the route is documented, so is the status, and the body fits its
 * schema. Returns the faults; an answer of `$default` (ROUTE_NOT_FOUND) is documented nowhere and is not passed here.
 */
export function conformanceFaults({
  method,
  path,
  status,
  contentType,
  body,
}: {
  method: string;
  /** Under `/api/v1`, without the query. */
  path: string;
  status: number;
  contentType: string;
  body: unknown;
}): readonly string[] {
  const template = templateOf(path, method);
  if (template === undefined) return [`${method} ${path} is not in the document`];
  const response = paths[template]?.[method.toLowerCase()]?.responses[String(status)];
  if (response === undefined) return [`${method} ${template} does not document ${status}`];
  if (!contentType.includes('json')) return [];
  const schema = response.content?.['application/json']?.schema;
  if (schema === undefined) return [`${method} ${template} ${status} documents no JSON`];
  const key = `${method} ${template} ${status}`;
  const validate = validators.get(key) ?? ajv.compile(absolute(schema));
  validators.set(key, validate);
  if (validate(body)) return [];
  return (validate.errors ?? []).map((error) => `${key} ${error.instancePath} ${error.message}`);
}

/** The templated path that a concrete one stands for; literal segments win over parameters. */
function templateOf(path: string, method: string): string | undefined {
  const segments = path.split('/');
  const fitting = Object.keys(paths).filter((template) => {
    const parts = template.split('/');
    return (
      paths[template]?.[method.toLowerCase()] !== undefined &&
      parts.length === segments.length &&
      parts.every((part, index) => part.startsWith('{') || part === segments[index])
    );
  });
  return fitting.toSorted((a, b) => a.split('{').length - b.split('{').length)[0];
}

/** References into the document's components, made absolute. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"apiq#/components/'));
}
