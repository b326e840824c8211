import type { Parameter } from '../domain/catalogue.ts';
import { fitWithin, type Fitting } from './fit-within.ts';
import { textBytesAtMost } from './json-bytes.ts';
import type { DocumentNode } from './document-node.ts';
import { identityOf } from './list-parameters.ts';
import { readParameter } from './read-openapi-parts.ts';
import { BUDGETS, type Reading } from './reading.ts';
import type { Dialect } from './recognise-document.ts';
import { upgradeParameter } from './upgrade.ts';

/** What a parameter takes beside its name, description and schema. */
const OTHER_BYTES = 150;

/**
 * The parameters that an operation takes: of those listed the first of each name and place, and each name in the path.
 * What cannot be used is left out. Where not all of them fit into `limit` bytes they lose their descriptions, optional
 * ones first; one that does not fit even so is left out with a problem.
 */
export function readParameters({
  listed,
  names,
  at,
  dialect,
  limit,
  reading,
}: {
  /** The operation's own before those of its path. */
  readonly listed: readonly DocumentNode[];
  /** Those in the path. */
  readonly names: readonly string[];
  /** JSON pointer to the operation. */
  readonly at: string;
  readonly dialect: Dialect;
  readonly limit: number;
  readonly reading: Reading;
}): readonly Parameter[] {
  const read = dialect === 'swagger-2' ? upgradeParameter : readParameter;
  const found = new Map<string, Fitting<Parameter>>();
  for (const node of listed) {
    const identity = identityOf(node);
    if (!identity) continue;
    const key = `${identity.place} ${identity.name}`;
    if (found.has(key) || (identity.place === 'path' && !names.includes(identity.name))) continue;
    const request = { ...identity, node };
    const whole = read({ ...request, budget: BUDGETS.parameter }, reading);
    const bare = () => withoutText(read({ ...request, budget: BUDGETS.bareParameter }, reading));
    found.set(key, { whole, bare, isFirst: whole.required, atMost: atMost(whole) });
  }
  for (const name of names) {
    if (found.has(`path ${name}`)) continue;
    const whole: Parameter = { name, in: 'path', required: true, schema: { type: 'string' } };
    found.set(`path ${name}`, { whole, bare: () => whole, isFirst: true, atMost: atMost(whole) });
  }
  const fitted = fitWithin([...found.values()], limit).filter((parameter) => parameter !== undefined);
  if (fitted.length < found.size) {
    const message = `Only ${fitted.length} of ${found.size} parameters fit into a call's description; the rest was left out.`;
    reading.problems.add('TOO_MANY_PARAMETERS', message, at);
  }
  return fitted;
}

function atMost({ name, description }: Parameter): number {
  return OTHER_BYTES + textBytesAtMost(name) + textBytesAtMost(description) + BUDGETS.parameter;
}

function withoutText({ description: _, ...parameter }: Parameter): Parameter {
  return parameter;
}
