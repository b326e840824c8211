import type { ErrorDetail } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { ApprovalForm, FormField } from './workflow.ts';

/** Characters that one field may hold. */
const MAX_TEXT = 5_000;

/** Where an answer does not fit the form; `path` is where the answer stands in the request. */
export function formFaults({
  form = [],
  input,
  path,
}: {
  readonly form: ApprovalForm | undefined;
  readonly input: JsonObject;
  readonly path: string;
}): readonly ErrorDetail[] {
  const known = new Set(form.map(({ name }) => name));
  const unknown = Object.keys(input).flatMap((name) =>
    known.has(name) ? [] : [{ path: `${path}.${name}`, message: 'The form has no such field.' }],
  );
  const wrong = form.flatMap((field) => {
    const value = Object.hasOwn(input, field.name) ? input[field.name] : undefined;
    const message = faultOf(field, value);
    return message === undefined ? [] : [{ path: `${path}.${field.name}`, message }];
  });
  return [...unknown, ...wrong];
}

function faultOf(
  { type, required, enum: choices, title, name }: FormField,
  value: unknown,
): string | undefined {
  const called = `"${title ?? name}"`;
  const nothing = value === undefined || value === null || value === '';
  if (nothing) return required === true ? `${called} must be filled in.` : undefined;
  if (!isOfType(type, value)) return `${called} takes ${NAMES[type]}.`;
  if (typeof value === 'string' && value.length > MAX_TEXT)
    return `${called} may have ${MAX_TEXT} characters.`;
  const fits = choices === undefined || choices.some((choice) => choice === value);
  return fits
    ? undefined
    : `${called} takes one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}.`;
}

/** Whether a value is of a field's type. */
export function isOfType(type: FormField['type'], value: unknown): boolean {
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type;
}

const NAMES: Readonly<Record<FormField['type'], string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};
