import type { ChangeCode, ChangeReason } from '../../domain/catalogue-diff.ts';
import type { ShapeChange } from './compare-shapes.ts';

/** A difference within a parameter, as a reason. */
export function parameterReason(
  change: ShapeChange,
  { name, place }: { name: string; place: string },
): ChangeReason {
  const what =
    change.path === '' ? `The parameter "${name}"` : `${quoted(change.path)} of the parameter "${name}"`;
  return reason(`request-parameter-${change.change}`, change, `${place}.${name}${change.path}`, what);
}

/** A difference within a request body. */
export function bodyReason(change: ShapeChange): ChangeReason {
  const isWhole = change.path === '';
  const code = `${isWhole ? 'request-body' : 'request-property'}-${change.change}` as const;
  return reason(
    code,
    change,
    `body${change.path}`,
    isWhole ? 'The body' : `${quoted(change.path)} of the body`,
  );
}

/** A difference within an answer. */
export function responseReason(change: ShapeChange, status: string): ChangeReason {
  const isWhole = change.path === '';
  const code = `${isWhole ? 'response-body' : 'response-property'}-${change.change}` as const;
  const what = isWhole ? 'The answer' : `${quoted(change.path)} of the answer`;
  return reason(code, change, `response.${status}${change.path}`, what);
}

function reason(
  code: ChangeCode,
  { breaking, detail }: Pick<ShapeChange, 'breaking' | 'detail'>,
  location: string,
  what: string,
): ChangeReason {
  return { code, breaking, location: cut(location), sentence: cut(`${what} ${detail}.`) };
}

const MAX_TEXT = 400;

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

function quoted(path: string): string {
  return `"${path.replace(/^\./, '')}"`;
}

/** Breaking ones first, then by place and kind; each place and kind once. */
export function inOrder(reasons: readonly ChangeReason[]): readonly ChangeReason[] {
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
