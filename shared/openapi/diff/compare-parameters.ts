import { callableParameters, pathNames } from '../../domain/binding.ts';
import type { Operation, Parameter } from '../../domain/catalogue.ts';
import { canonicalJson } from '../../domain/json.ts';
import { compareShapes, type ShapeChange } from './compare-shapes.ts';
import { parameterReason } from './reasons.ts';
import { readShape } from './read-shape.ts';
import type { Difference } from './difference.ts';

/** What changed in the parameters outside the body. Headers that belong to the transport do not count. */
export function compareParameters(before: Operation, after: Operation): readonly Difference[] {
  const names = renamedInPath(before.path, after.path);
  const was = callableParameters(before).map((parameter) => ({ parameter, now: names.get(parameter.name) }));
  const left = new Map(callableParameters(after).map((parameter) => [keyOf(parameter), parameter]));
  const reasons: Difference[] = [];
  const unmatched: Parameter[] = [];
  for (const { parameter, now } of was) {
    const key = parameter.in === 'path' && now !== undefined ? `path ${now}` : keyOf(parameter);
    const match = left.get(key);
    if (!match) unmatched.push(parameter);
    else {
      left.delete(key);
      reasons.push(...compareOne(parameter, match));
    }
  }
  for (const parameter of unmatched) {
    const moved = [...left.values()].find((candidate) => candidate.name === parameter.name);
    if (moved) left.delete(keyOf(moved));
    reasons.push(moved ? movedTo(parameter, moved) : gone(parameter));
  }
  return [...reasons, ...[...left.values()].map(added)];
}

function keyOf({ in: place, name }: Parameter): string {
  // Names of header fields are the same in any case (RFC 9110, 5.1).
  return `${place} ${place === 'header' ? name.toLowerCase() : name}`;
}

/** Old names in the path to new ones, where the paths are alike but for these. */
function renamedInPath(before: string, after: string): ReadonlyMap<string, string> {
  const [old, now] = [pathNames(before), pathNames(after)];
  if (before === after || old.length !== now.length) return new Map();
  return new Map(old.map((name, at) => [name, now[at] ?? name]));
}

function compareOne(before: Parameter, after: Parameter): readonly Difference[] {
  const place = before.in;
  const { name } = after;
  const changes = compareShapes({
    before: readShape(before.schema, 'request'),
    after: readShape(after.schema, 'request'),
    side: 'request',
    place: before.style === 'json' ? 'json' : 'text',
  });
  // Callers know it by the name that it had.
  const told = (change: ShapeChange): Difference => ({
    ...parameterReason(change, { name, place }),
    at: { in: place, name: before.name, path: change.path },
  });
  const at = { in: place, name: before.name, path: [] };
  const reasons = changes.map(told);
  const note = (change: 'became-required' | 'became-optional', breaking: boolean, detail: string): void => {
    reasons.push(told({ change, breaking, path: [], detail }));
  };
  const [was, is] = [isNeeded(before), isNeeded(after)];
  if (!was && is) note('became-required', true, 'must be given now');
  if (was && !is) note('became-optional', false, 'may be left out now');
  if (before.name !== after.name && place === 'path')
    reasons.push({
      code: 'request-parameter-renamed',
      breaking: false,
      location: `path.${name}`,
      at,
      sentence: `The path parameter "${before.name}" is called "${name}" now; requests stay the same.`,
    });
  if (serialisation(before) !== serialisation(after))
    reasons.push({
      code: 'request-parameter-style-changed',
      breaking: true,
      location: `${place}.${name}`,
      at,
      sentence: `The parameter "${name}" is written in another way now (${serialisation(after)}, was ${serialisation(before)}).`,
    });
  const [old, now] = [before.schema['default'], after.schema['default']];
  // A default that is not there may have been left out for its size.
  if (old !== undefined && now !== undefined && canonicalJson(old) !== canonicalJson(now))
    reasons.push({
      code: 'request-parameter-default-changed',
      breaking: false,
      location: `${place}.${name}`,
      at,
      sentence: `Where "${name}" is left out it is ${show(now)} now and was ${show(old)}.`,
    });
  return reasons;
}

function show(value: Parameters<typeof canonicalJson>[0]): string {
  return canonicalJson(value).slice(0, 60);
}

function isNeeded({ in: place, required, schema }: Parameter): boolean {
  return place === 'path' || (required && schema['default'] === undefined);
}

/** Style and explode with their defaults (OpenAPI 3.1, 4.8.12.2.1); of a single value they make no difference. */
function serialisation({ in: place, style, explode, schema }: Parameter): string {
  if (style === 'json') return 'json';
  const { types } = readShape(schema, 'request');
  if (types !== undefined && !types.includes('array') && !types.includes('object')) return 'simple';
  const used = style ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  return `${used}${(explode ?? used === 'form') ? ', exploded' : ''}`;
}

function movedTo(before: Parameter, after: Parameter): Difference {
  return {
    code: 'request-parameter-moved',
    breaking: true,
    location: `${before.in}.${before.name}`,
    at: { in: before.in, name: before.name, path: [] },
    sentence: `The parameter "${before.name}" moved from the ${before.in} to the ${after.in}.`,
  };
}

function gone({ in: place, name }: Parameter): Difference {
  const change = { change: 'removed', breaking: true, path: [], detail: 'is gone' } as const;
  return parameterReason(change, { name, place });
}

function added(parameter: Parameter): Difference {
  const at = { name: parameter.name, place: parameter.in };
  return isNeeded(parameter)
    ? parameterReason(
        { change: 'added-required', breaking: true, path: [], detail: 'is new and must be given' },
        at,
      )
    : parameterReason(
        { change: 'added-optional', breaking: false, path: [], detail: 'is new and may be left out' },
        at,
      );
}
