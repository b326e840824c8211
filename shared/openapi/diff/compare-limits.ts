import type { Limits } from './shape.ts';

/** Keywords where a larger value allows less, and where a smaller one does; of the others any change is one. */
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'] as const;
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const;
const OTHER = ['multipleOf', 'pattern', 'uniqueItems'] as const;

/** The keywords that limit a value beyond its type. */
export const LIMITS = [...LOWER, ...UPPER, ...OTHER] as const;

/** One limit that is not what it was. */
export interface LimitChange {
  readonly how: 'tightened' | 'relaxed' | 'changed';
  /** `maxLength 10 (was 20)`. */
  readonly text: string;
}

/** What changed in the limits of a value; where limits may have been left out, that one is not there says nothing. */
export function compareLimits(
  before: { readonly limits: Limits; readonly leftOut: boolean },
  after: { readonly limits: Limits; readonly leftOut: boolean },
): readonly LimitChange[] {
  return LIMITS.flatMap((name): LimitChange[] => {
    const [was, is] = [before.limits[name], after.limits[name]];
    if (was === is) return [];
    if (was === undefined)
      return before.leftOut ? [] : [{ how: 'tightened', text: `${name} ${show(is)} (new)` }];
    if (is === undefined)
      return after.leftOut ? [] : [{ how: 'relaxed', text: `no ${name} (was ${show(was)})` }];
    return [{ how: direction(name, was, is), text: `${name} ${show(is)} (was ${show(was)})` }];
  });
}

function direction(name: string, was: Limits[string], is: Limits[string]): LimitChange['how'] {
  if (typeof was !== 'number' || typeof is !== 'number') return 'changed';
  if (isOneOf(LOWER, name)) return is > was ? 'tightened' : 'relaxed';
  if (isOneOf(UPPER, name)) return is < was ? 'tightened' : 'relaxed';
  return 'changed';
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

function show(value: Limits[string] | undefined): string {
  return String(value).slice(0, 80);
}
