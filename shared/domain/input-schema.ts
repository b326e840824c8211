import { bindingFor, callableParameters } from './binding.ts';
import type { JsonSchema, Operation } from './catalogue.ts';
import type { AuthPlacement } from './connection.ts';
import { propertiesOf, takesOtherMembers } from './schema-view.ts';

/**
 * Everything that a call of an operation takes, as the JSON Schema of one object: what a tool is given, and what the
 * parameters of a step or of a try must fit. Without what the connection's credential fills.
 */
export function inputSchemaOf(operation: Operation, auth: AuthPlacement): JsonSchema {
  const inputs = [...parameterInputs(operation, auth), ...bodyInputs(operation)];
  return {
    type: 'object',
    properties: Object.fromEntries(inputs.map(({ name, schema }) => [name, schema])),
    required: [...new Set(inputs.flatMap(({ name, required }) => (required ? [name] : [])))],
    additionalProperties: bodyMode(operation) === 'properties' && takesMore(operation),
  };
}

interface Input {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

function parameterInputs(operation: Operation, auth: AuthPlacement): readonly Input[] {
  return callableParameters(operation)
    .filter(({ in: place, name }) => auth.type !== 'api_key' || place !== auth.in || name !== auth.name)
    .map(({ name, in: place, required, description, schema }) => ({
      name,
      required: place === 'path' || (required && schema['default'] === undefined),
      schema: description === undefined ? schema : { ...schema, description },
    }));
}

function bodyInputs(operation: Operation): readonly Input[] {
  const { requestBody: body } = operation;
  if (body === undefined) return [];
  if (bodyMode(operation) === 'whole')
    return [{ name: 'body', required: body.required, schema: body.schema }];
  return propertiesOf(body.schema)
    .filter(({ schema }) => schema['readOnly'] !== true)
    .map(({ name, required, schema }) => ({
      name,
      required: body.required && required && schema['default'] === undefined,
      schema,
    }));
}

function bodyMode(operation: Operation): 'whole' | 'properties' | undefined {
  return bindingFor({ operation, baseUrl: '', specHash: '' }).body?.mode;
}

function takesMore({ requestBody }: Operation): boolean {
  return requestBody !== undefined && takesOtherMembers(requestBody.schema);
}
