import type { ErrorDetail } from '../domain/errors.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { Template } from './template.ts';

/**
 * The steps of a template with its slots and the inputs that are given filled in; what is not given stays a template, for
 * each execution to give. Every fault with its place in the request. The steps are not checked yet.
 */
export function fillTemplate({
  template: { slots, inputs, steps },
  connections,
  input,
}: {
  readonly template: Template;
  /** Ids of connections by slot. */
  readonly connections: Readonly<Record<string, string>>;
  readonly input: JsonObject;
}): { readonly steps: Json } | { readonly faults: readonly ErrorDetail[] } {
  const faults = [
    ...unknown(
      connections,
      slots.map(({ id }) => id),
      'connections',
    ),
    ...unknown(
      input,
      inputs.map(({ name }) => name),
      'input',
    ),
    ...slots
      .filter(({ id }) => !Object.hasOwn(connections, id))
      .map(({ id, description, preset }) => ({
        path: `body.connections.${id}`,
        message: `Say which connection is "${id}". ${description}${preset === undefined ? '' : ` The preset "${preset}" connects it.`}`,
      })),
    ...inputs
      .filter(({ name, when }) => when === 'create' && !Object.hasOwn(input, name))
      .map(({ name, description }) => ({
        path: `body.input.${name}`,
        message: `${name} is needed. ${description}`,
      })),
    ...Object.entries(input)
      .filter(([, value]) => JSON.stringify(value).includes('{{'))
      .map(([name]) => ({
        path: `body.input.${name}`,
        message: 'A value with {{ would be read as a template.',
      })),
  ];
  if (faults.length > 0) return { faults };
  const bySlot = new Map(Object.entries(connections));
  // The steps of a template are data: plain JSON.
  return { steps: filled(JSON.parse(JSON.stringify(steps)) as Json, { bySlot, input }) };
}

function unknown(given: object, names: readonly string[], where: string): readonly ErrorDetail[] {
  return Object.keys(given)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: `body.${where}.${name}`,
      message: `This template has no "${name}"; it has ${names.join(', ') || 'none'}.`,
    }));
}

interface Filling {
  readonly bySlot: ReadonlyMap<string, string>;
  readonly input: JsonObject;
}

function filled(value: Json, filling: Filling): Json {
  if (typeof value === 'string') return filledText(value, filling.input);
  if (Array.isArray(value)) return value.map((item: Json) => filled(item, filling));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'apiConnectionId' && typeof inner === 'string'
        ? (filling.bySlot.get(inner) ?? inner)
        : filled(inner, filling),
    ]),
  );
}

/** A template that is the whole text keeps the type of what is given. */
function filledText(text: string, input: JsonObject): Json {
  const whole = /^\{\{input\.(\w+)\}\}$/.exec(text)?.[1];
  if (whole !== undefined) return Object.hasOwn(input, whole) ? (input[whole] ?? null) : text;
  return text.replace(/\{\{input\.(\w+)\}\}/g, (template, name: string) => {
    const given = Object.hasOwn(input, name) ? input[name] : undefined;
    if (given === undefined) return template;
    return typeof given === 'string' ? given : JSON.stringify(given);
  });
}
