import type { Parameter } from '../domain/catalogue.ts';
import { identityOf, type ParameterNode } from './list-parameters.ts';
import { readParameter } from './read-openapi-parts.ts';
import { BUDGETS, type Reading } from './reading.ts';
import type { Dialect } from './recognise-document.ts';
import { upgradeParameter } from './upgrade.ts';

/**
 * The parameters that an operation takes: of those listed the first of each name and place, and each name in the path.
 * What cannot be used is left out.
 */
export function readParameters({
  listed,
  names,
  dialect,
  reading,
}: {
  /** The operation's own before those of its path. */
  readonly listed: readonly ParameterNode[];
  /** Those in the path. */
  readonly names: readonly string[];
  readonly dialect: Dialect;
  readonly reading: Reading;
}): readonly Parameter[] {
  const read = dialect === 'swagger-2' ? upgradeParameter : readParameter;
  const found = new Map<string, Parameter>();
  let left: number = BUDGETS.parameters;
  for (const { node, at } of listed) {
    const identity = identityOf(node);
    if (!identity) continue;
    const { name, place } = identity;
    const key = `${place} ${name}`;
    if (found.has(key) || (place === 'path' && !names.includes(name))) continue;
    const budget = left > 0 ? BUDGETS.parameter : BUDGETS.smallParameter;
    const parameter = read({ node, name, place, budget, at }, reading);
    left -= sizeOf(parameter);
    found.set(key, parameter);
  }
  for (const name of names) {
    if (found.has(`path ${name}`)) continue;
    found.set(`path ${name}`, { name, in: 'path', required: true, schema: { type: 'string' } });
  }
  return [...found.values()];
}

/** A guess that costs nothing: a schema with parts takes its whole share. */
function sizeOf({ schema }: Parameter): number {
  return schema['items'] || schema['properties'] || schema['enum'] || schema['allOf']
    ? BUDGETS.parameter / 2
    : 60;
}
