import type { ParameterPlace } from '../../domain/catalogue.ts';
import type { ChangeCode, ChangeReason } from '../../domain/catalogue-diff.ts';
import type { ShapeChange } from './compare-shapes.ts';
import { pathText, type Difference, type DifferencePlace } from './difference.ts';

/** A difference within a parameter, as a reason. */
export function parameterReason(
  change: ShapeChange,
  { name, place }: { readonly name: string; readonly place: ParameterPlace },
): Difference {
  return reason({
    code: `request-parameter-${change.change}`,
    change,
    at: { in: place, name, path: change.path },
    location: `${place}.${name}`,
    whole: `The parameter "${name}"`,
    within: `the parameter "${name}"`,
  });
}

/** A difference within a request body. */
export function bodyReason(change: ShapeChange): Difference {
  return reason({
    code: `${change.path.length === 0 ? 'request-body' : 'request-property'}-${change.change}`,
    change,
    at: { in: 'body', path: change.path },
    location: 'body',
    whole: 'The body',
    within: 'the body',
  });
}

/** A difference within an answer. */
export function responseReason(change: ShapeChange, status: string): Difference {
  return reason({
    code: `${change.path.length === 0 ? 'response-body' : 'response-property'}-${change.change}`,
    change,
    at: { in: 'response', path: change.path },
    location: `response.${status}`,
    whole: 'The answer',
    within: 'the answer',
  });
}

function reason({
  code,
  change,
  at,
  location,
  whole,
  within,
}: {
  readonly code: ChangeCode;
  readonly change: ShapeChange;
  readonly at: DifferencePlace;
  readonly location: string;
  readonly whole: string;
  readonly within: string;
}): Difference {
  const path = pathText(change.path);
  const what = path === '' ? whole : `"${path.replace(/^\./, '')}" of ${within}`;
  return {
    code,
    breaking: change.breaking,
    location: cut(`${location}${path}`),
    sentence: cut(`${what} ${change.detail}.`),
    at,
  };
}

const MAX_TEXT = 400;

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

/** Breaking ones first, then by place and kind; each place and kind once. */
export function inOrder<Reason extends ChangeReason>(reasons: readonly Reason[]): readonly Reason[] {
  const once = new Map(reasons.map((one) => [`${one.location} ${one.code}`, one]));
  return [...once.values()].toSorted(
    (a, b) =>
      Number(b.breaking) - Number(a.breaking) ||
      compareTexts(a.location, b.location) ||
      compareTexts(a.code, b.code),
  );
}

/** By code unit, so that the order is the same everywhere. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
