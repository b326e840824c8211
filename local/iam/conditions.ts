import { isRecord } from '../template/values.ts';
import { compileWildcard } from './wildcard.ts';

/** Condition keys of a request, lower-cased, e.g. `aws:sourcearn`. A key that is not there is not in the context. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** `unknown` where the operator is not one that the laptop evaluates: the caller must then refuse. */
export type Verdict = boolean | 'unknown';

type Compare = (actual: string, wanted: string) => boolean;

const like: Compare = (actual, wanted) => compileWildcard(wanted)(actual);
/** ARNs are compared part by part, so that a wildcard does not reach over a colon (the sixth part takes the rest). */
const arnLike: Compare = (actual, wanted) => {
  const parts = (arn: string) => {
    const pieces = arn.split(':');
    return [...pieces.slice(0, 5), pieces.slice(5).join(':')];
  };
  const actualParts = parts(actual);
  return parts(wanted).every((part, index) => like(actualParts[index] ?? '', part));
};

const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: like,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: (actual, wanted) => Number(actual) === Number(wanted),
  NumericLessThan: (actual, wanted) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (actual, wanted) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (actual, wanted) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (actual, wanted) => Number(actual) >= Number(wanted),
};

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

/**
 * Compiles the `Condition` block of a statement (IAM User Guide, "IAM JSON policy elements: Condition operators"):
 * every operator and key must hold, one of a key's values is enough.
 */
export function compileConditions(block: unknown): (context: RequestContext) => Verdict {
  if (!isRecord(block)) return () => true;
  const tests = Object.entries(block).flatMap(([operator, keys]) =>
    isRecord(keys) ? Object.entries(keys).map(([key, wanted]) => compileTest({ operator, key, wanted })) : [],
  );
  return (context) => {
    let verdict: Verdict = true;
    for (const test of tests) {
      const result = test(context);
      if (result === false) return false;
      if (result === 'unknown') verdict = 'unknown';
    }
    return verdict;
  };
}

function compileTest(test: {
  operator: string;
  key: string;
  wanted: unknown;
}): (context: RequestContext) => Verdict {
  const key = test.key.toLowerCase();
  const wanted = [test.wanted].flat().map(String);
  const [, quantifier = '', bare = '', ifExists] =
    /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/u.exec(test.operator) ?? [];
  if (bare === 'Null') return (context) => wanted.includes(String(!(key in context)));
  const negated = NEGATED[bare];
  const compare = OPERATORS[negated ?? bare];
  // A policy variable such as ${aws:PrincipalTag/x} has no value here.
  if (!compare || wanted.some((value) => value.includes('${'))) return () => 'unknown';
  const matches = (actual: string) =>
    wanted.some((value) => compare(actual, value)) !== (negated !== undefined);
  return (context) => {
    const values = [context[key] ?? []].flat();
    if (values.length === 0) {
      if (quantifier === 'ForAllValues:' || ifExists) return true;
      return quantifier === '' && negated !== undefined;
    }
    return quantifier === 'ForAllValues:' ? values.every(matches) : values.some(matches);
  };
}
