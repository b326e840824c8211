import { AppError } from '../domain/errors.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { queryPairs, textOf } from './serialise-parameter.ts';

/** A request body with the `content-type` that says what it is. */
export interface BuiltBody {
  readonly contentType: string;
  readonly body: string;
}

/** Writes a value in a media type: JSON, form fields, multipart fields, or text. STEP_INPUT_INVALID for any other. */
export function buildBody({
  contentType,
  value,
  boundary,
}: {
  contentType: string;
  value: Json;
  boundary: string;
}): BuiltBody {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json' || type.endsWith('+json') || type === '*/*' || type === 'application/*') {
    return {
      contentType: type.includes('*') ? 'application/json' : contentType,
      body: JSON.stringify(value),
    };
  }
  if (type === 'application/x-www-form-urlencoded') {
    const pairs = Object.entries(fieldsOf(value)).flatMap(([name, field]) =>
      queryPairs({ name, style: deep(field) }, field),
    );
    return {
      contentType,
      body: new URLSearchParams(pairs.map(([name, text]): [string, string] => [name, text])).toString(),
    };
  }
  if (type === 'multipart/form-data') {
    const parts = Object.entries(fieldsOf(value)).map(([name, field]) => part({ name, field, boundary }));
    return {
      contentType: `multipart/form-data; boundary=${boundary}`,
      body: `${parts.join('')}--${boundary}--\r\n`,
    };
  }
  if (type.startsWith('text/') || type.endsWith('/xml') || type.endsWith('+xml'))
    return { contentType, body: textOf(value) };
  throw new AppError('STEP_INPUT_INVALID', `A body of the type ${type} cannot be sent.`);
}

function fieldsOf(value: Json): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject; // neither list nor null
  throw new AppError(
    'STEP_INPUT_INVALID',
    'The body of this call must be an object: its members are the fields of the form.',
  );
}

/** Objects in forms are written as `name[key]`, the way that most servers read them. */
function deep(field: Json): string {
  return typeof field === 'object' && field !== null && !Array.isArray(field) ? 'deepObject' : 'form';
}

function part({ name, field, boundary }: { name: string; field: Json; boundary: string }): string {
  const quoted = name.replace(/["\r\n]/g, (char) => encodeURIComponent(char));
  const type = typeof field === 'object' && field !== null ? 'Content-Type: application/json\r\n' : '';
  const text = textOf(field);
  if (text.includes(boundary))
    throw new AppError('STEP_INPUT_INVALID', `The field ${name} holds the boundary of its form.`);
  return `--${boundary}\r\nContent-Disposition: form-data; name="${quoted}"\r\n${type}\r\n${text}\r\n`;
}
