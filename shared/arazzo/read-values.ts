import { bindingFor } from '../domain/binding.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { ArazzoDocument, ArazzoNote, ArazzoStep, ArazzoWorkflow } from './document.ts';
import type { FoundOperation } from './find-operation.ts';

/** Stands where an input was not given: what holds it is left out. */
export const MISSING = '\u0000missing';

/** Headers that no step sets: credentials and what belongs to the transport. */
const NOT_OURS = new Set(['authorization', 'cookie', 'accept', 'content-type', 'host']);

/** The parameters of a call from the parameters and the body of a step of Arazzo; `read` replaces expressions. */
export function readValues({
  step,
  workflow,
  document,
  found,
  path,
  read,
  note,
}: {
  readonly step: ArazzoStep;
  readonly workflow: ArazzoWorkflow;
  readonly document: ArazzoDocument;
  readonly found: FoundOperation;
  readonly path: string;
  readonly read: (value: Json) => Json;
  readonly note: (kind: 'notes' | 'faults', entry: ArazzoNote) => void;
}): JsonObject {
  const values: Record<string, Json> = {};
  const members: Record<string, Json> = {};
  for (const [at, given] of [...(workflow.parameters ?? []), ...(step.parameters ?? [])].entries()) {
    const parameter = referred(given, document);
    const name = parameter['name'];
    if (typeof name !== 'string') {
      note('faults', {
        path: `${path}.parameters[${at}]`,
        message: 'A parameter has a name, or a reference to one.',
      });
      continue;
    }
    if (parameter['in'] === 'header' && NOT_OURS.has(name.toLowerCase())) {
      const message = `The header ${name} is not kept: credentials belong to the connection.`;
      note('notes', { path: `${path}.parameters.${name}`, message });
      continue;
    }
    const value = read(parameter['value'] ?? null);
    if (value === MISSING) continue;
    // Written by the early examples of Arazzo.
    if (parameter['in'] === 'body') members[name] = value;
    else values[name] = value;
  }
  const payload = payloadOf(step);
  if (payload === undefined) return { ...members, ...values };
  if (step.requestBody?.['replacements'] !== undefined)
    note('notes', {
      path: `${path}.requestBody.replacements`,
      message: 'Replacements in a body are not kept.',
    });
  const body = withoutMissing(read(payload));
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (bodyMode(found) === 'whole') return { ...values, body };
  // Neither list nor null.
  if (isObject) return { ...(body as JsonObject), ...members, ...values };
  const message = 'This operation takes its body by its members: write them one by one.';
  note('faults', { path: `${path}.requestBody.payload`, message });
  return values;
}

/** A reusable parameter of `components`, with the value that is given here. */
function referred(parameter: JsonObject, { components }: ArazzoDocument): JsonObject {
  const { reference, ...own } = parameter;
  if (typeof reference !== 'string') return parameter;
  const name = reference.replace(/^\$components\.parameters\./, '');
  const known = components?.parameters ?? {};
  return { ...(Object.hasOwn(known, name) ? known[name] : {}), ...own };
}

/** A body of JSON may be written as text. */
function payloadOf({ requestBody }: ArazzoStep): Json | undefined {
  const payload = requestBody?.['payload'];
  if (typeof payload !== 'string' || !/^\s*[{[]/.test(payload) || /^\s*\{\$/.test(payload)) return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

function bodyMode({ operation }: FoundOperation): 'whole' | 'properties' {
  if (operation === undefined) return 'properties';
  return bindingFor({ operation, baseUrl: '', specHash: '' }).body?.mode ?? 'properties';
}

function withoutMissing(value: Json): Json {
  if (Array.isArray(value)) return value.filter((item) => item !== MISSING).map(withoutMissing);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== MISSING);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutMissing(inner)]));
}
