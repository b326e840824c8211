import type { ChangeReason } from '../domain/catalogue-diff.ts';
import type { AuthPlacement } from '../domain/connection.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { parseTemplate } from '../domain/templates.ts';
import type { ApiCallStep } from '../domain/workflow.ts';
import type { OperationInDocument } from '../openapi/diff/compare-operations.ts';
import { covers, type ValuePlace } from '../openapi/diff/compare-types.ts';
import type { Difference, Segment } from '../openapi/diff/difference.ts';
import { readShape } from '../openapi/diff/read-shape.ts';
import type { Shape } from '../openapi/diff/shape.ts';
import { authFits } from './auth-fits.ts';
import { fitsShape } from './fits-shape.ts';
import { lacksMember, valuesAt } from './values-at.ts';

/** A call of a workflow with the two versions of its operation. */
export interface CallToJudge {
  readonly step: ApiCallStep;
  readonly before: OperationInDocument;
  readonly after: OperationInDocument;
  readonly auth: AuthPlacement;
  /** The types that a reference to an earlier answer has now; undefined where that is not known. */
  readonly typesOf: (reference: {
    stepId: string;
    path: readonly (string | number)[];
  }) => readonly string[] | undefined;
}

/** Which breaking differences of its operation concern what this step sends. */
export function brokenCall(call: CallToJudge, differences: readonly Difference[]): readonly ChangeReason[] {
  const found = differences.filter(({ breaking }) => breaking).filter((one) => concerns(one, call));
  const refused = authFits(call.auth, call.before) && !authFits(call.auth, call.after);
  return refused ? [...found, refusal(call, differences)] : found;
}

function refusal({ auth }: CallToJudge, differences: readonly Difference[]): ChangeReason {
  const told = differences.find(({ code }) => code === 'security-added' || code === 'security-changed');
  return (
    told ?? {
      code: 'security-scheme-changed',
      breaking: true,
      location: 'security',
      sentence: `The credential of the connection (${auth.type}) no longer fits what the document asks for.`,
    }
  );
}

function concerns(difference: Difference, call: CallToJudge): boolean {
  const { at, code } = difference;
  if (at.in === 'response') return false;
  if (at.in === 'operation') return code === 'base-url-changed';
  const { step, after, auth } = call;
  const isBody = at.in === 'body';
  // The credential fills it, whatever the document says of it.
  if (!isBody && auth.type === 'api_key' && auth.in === at.in && auth.name === at.name) return false;
  const root = isBody ? bodyOf(step) : step.parameters[at.name];
  const values = valuesAt(root, at.path);
  switch (changeOf(code)) {
    case 'added-required':
    case 'became-required':
      return lacksMember(root, at.path);
    case 'removed':
    case 'moved':
    case 'style-changed':
    case 'media-type-changed':
    case 'format-changed':
      return values.some(({ kind }) => kind === 'value');
    default: {
      const target = targetOf(at, after, step);
      const shape = target && shapeAt(target.shape, at.path);
      if (!shape) return values.some(({ kind }) => kind === 'value');
      return values.some(
        (found) =>
          found.kind === 'value' &&
          !fits({ value: found.value, shape, place: target.place, difference, call }),
      );
    }
  }
}

/** What changed, without the part of the request that it changed in. */
function changeOf(code: string): string {
  return code.replace(/^request-(?:parameter|body|property)-/, '');
}

function fits({
  value,
  shape,
  place,
  difference,
  call,
}: {
  value: Json;
  shape: Shape;
  place: ValuePlace;
  difference: Difference;
  call: CallToJudge;
}): boolean {
  if (typeof value !== 'string' || !value.includes('{{')) return fitsShape(value, shape, place);
  // Of what a template will bring, the type is known at most.
  const parts = parseTemplate(value);
  const [only] = parts;
  if (!/-type-(?:changed|narrowed)$/.test(difference.code) || shape.types === undefined) return true;
  if (parts.length > 1 || only?.kind !== 'reference')
    return place === 'text' || covers(shape.types, 'string', place);
  const { stepId, path } = only.reference;
  const types = stepId === undefined ? undefined : call.typesOf({ stepId, path });
  if (types === undefined) return !difference.code.endsWith('-type-changed');
  return types.some((type) => covers(shape.types ?? [], type, place));
}

/** The schema of the value that a difference is in, in the new document. */
function targetOf(
  at: Exclude<Difference['at'], { in: 'operation' } | { in: 'response' }>,
  { operation }: OperationInDocument,
  { binding }: ApiCallStep,
): { readonly shape: Shape; readonly place: ValuePlace } | undefined {
  if (at.in === 'body') {
    const body = operation.requestBody;
    const place = binding.body?.contentType.includes('json') === false ? 'text' : 'json';
    return body && { shape: readShape(body.schema, 'request'), place };
  }
  const parameter = operation.parameters.find(({ in: place, name }) => place === at.in && name === at.name);
  return (
    parameter && {
      shape: readShape(parameter.schema, 'request'),
      place: parameter.style === 'json' ? 'json' : 'text',
    }
  );
}

/** The part of a shape that a path leads to. */
export function shapeAt(shape: Shape | undefined, path: readonly Segment[]): Shape | undefined {
  return path.reduce<Shape | undefined>((at, segment) => {
    if (segment === 'items') return at?.items;
    return segment === 'others' ? at?.others : at?.members.get(segment.member)?.shape;
  }, shape);
}

/** What a step sends as its body; undefined where it sends none. */
function bodyOf({ parameters, binding }: ApiCallStep): Json | undefined {
  if (binding.body?.mode === 'whole') return parameters['body'];
  const outside = new Set(binding.parameters.map(({ name }) => name));
  const members = Object.entries(parameters).filter(([name]) => !outside.has(name));
  return members.length === 0 ? undefined : (Object.fromEntries(members) satisfies JsonObject);
}
