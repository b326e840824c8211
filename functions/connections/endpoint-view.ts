import type { JsonSchema, Operation } from '../../shared/domain/catalogue.ts';

/** An operation in the shape of the API. */
export function endpointView(operation: Operation) {
  const { summary, description, tags, parameters, responses, requestBody, ...rest } = operation;
  return {
    ...rest,
    summary: summary ?? '',
    description: description ?? '',
    tags: [...tags],
    parameters: parameters.map(({ name, in: place, required, schema, description: about }) => ({
      name,
      in: place,
      type: typeName(schema),
      required,
      description: about ?? '',
    })),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses,
  };
}

function typeName({ type }: JsonSchema): string {
  if (typeof type === 'string') return type;
  return Array.isArray(type) ? type.join(' | ') : 'any';
}
