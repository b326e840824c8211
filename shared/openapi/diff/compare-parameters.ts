import { callableParameters, pathNames } from '../../domain/binding.ts';
import type { Operation, Parameter } from '../../domain/catalogue.ts';
import type { ChangeReason } from '../../domain/catalogue-diff.ts';
import { canonicalJson } from '../../domain/json.ts';
import { compareShapes } from './compare-shapes.ts';
import { parameterReason } from './reasons.ts';
import { readShape } from './read-shape.ts';

/** What changed in the parameters outside the body. Headers that belong to the transport do not count. */
export function compareParameters(before: Operation, after: Operation): readonly ChangeReason[] {
  const names = renamedInPath(before.path, after.path);
  const was = callableParameters(before).map((parameter) => ({ parameter, now: names.get(parameter.name) }));
  const left = new Map(callableParameters(after).map((parameter) => [keyOf(parameter), parameter]));
  const reasons: ChangeReason[] = [];
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

function compareOne(before: Parameter, after: Parameter): readonly ChangeReason[] {
  const place = before.in;
  const { name } = after;
  const changes = compareShapes({
    before: readShape(before.schema, 'request'),
    after: readShape(after.schema, 'request'),
    side: 'request',
    place: before.style === 'json' ? 'json' : 'text',
  });
  const reasons = changes.map((change) => parameterReason(change, { name, place }));
  const note = (change: 'became-required' | 'became-optional', breaking: boolean, detail: string): void => {
    reasons.push(parameterReason({ change, breaking, path: '', detail }, { name, place }));
  };
  const [was, is] = [isNeeded(before), isNeeded(after)];
  if (!was && is) note('became-required', true, 'must be given now');
  if (was && !is) note('became-optional', false, 'may be left out now');
  if (before.name !== after.name && place === 'path')
    reasons.push({
      code: 'request-parameter-renamed',
      breaking: false,
      location: `path.${name}`,
      sentence: `The path parameter "${before.name}" is called "${name}" now; requests stay the same.`,
    });
  if (serialisation(before) !== serialisation(after))
    reasons.push({
      code: 'request-parameter-style-changed',
      breaking: true,
      location: `${place}.${name}`,
      sentence: `The parameter "${name}" is written in another way now (${serialisation(after)}, was ${serialisation(before)}).`,
    });
  const [old, now] = [before.schema['default'], after.schema['default']];
  // A default that is not there may have been left out for its size.
  if (old !== undefined && now !== undefined && canonicalJson(old) !== canonicalJson(now))
    reasons.push({
      code: 'request-parameter-default-changed',
      breaking: false,
      location: `${place}.${name}`,
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

function movedTo(before: Parameter, after: Parameter): ChangeReason {
  return {
    code: 'request-parameter-moved',
    breaking: true,
    location: `${before.in}.${before.name}`,
    sentence: `The parameter "${before.name}" moved from the ${before.in} to the ${after.in}.`,
  };
}

function gone({ in: place, name }: Parameter): ChangeReason {
  const change = { change: 'removed', breaking: true, path: '', detail: 'is gone' } as const;
  return parameterReason(change, { name, place });
}

function added(parameter: Parameter): ChangeReason {
  const at = { name: parameter.name, place: parameter.in };
  return isNeeded(parameter)
    ? parameterReason(
        { change: 'added-required', breaking: true, path: '', detail: 'is new and must be given' },
        at,
      )
    : parameterReason(
        { change: 'added-optional', breaking: false, path: '', detail: 'is new and may be left out' },
        at,
      );
}
