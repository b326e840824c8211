import type { Parameter } from '../domain/catalogue.ts';
import { pathNames } from '../domain/binding.ts';
import { asList, member, type DocumentNode } from './document-node.ts';
import { readParameter, type ParameterRequest } from './read-openapi-parts.ts';
import { BUDGETS, MAX_PARAMETERS, type Reading } from './reading.ts';
import type { Dialect } from './recognise-document.ts';
import { upgradeParameter } from './upgrade.ts';

/** A parameter object with its references followed, and where it stands. */
export interface ParameterNode {
  readonly node: DocumentNode;
  readonly at: string;
}

/** Parameters of a path item or an operation; broken references are left out with a problem. */
export function listParameters(
  owner: DocumentNode,
  at: string,
  { references, problems }: Reading,
): readonly ParameterNode[] {
  const list = asList(member(owner, 'parameters')) ?? [];
  if (list.length > MAX_PARAMETERS)
    problems.add('TOO_MANY_PARAMETERS', `Only the first ${MAX_PARAMETERS} parameters were read.`, at);
  return list.slice(0, MAX_PARAMETERS).flatMap((value, index) => {
    const place = `${at}/parameters/${index}`;
    const node = references.follow(value, () => place)?.node;
    return node ? [{ node, at: place }] : [];
  });
}

/** The parameters that an operation takes: its own, those of its path that it does not replace, and each name in the path. */
export function readParameters({
  own,
  inherited,
  path,
  at,
  dialect,
  reading,
}: {
  readonly own: readonly ParameterNode[];
  readonly inherited: readonly ParameterNode[];
  readonly path: string;
  readonly at: string;
  readonly dialect: Dialect;
  readonly reading: Reading;
}): readonly Parameter[] {
  const read = dialect === 'swagger-2' ? upgradeParameter : readParameter;
  const found = new Map<string, Parameter>();
  let left: number = BUDGETS.parameters;
  const take = ({ node, at: place }: ParameterNode): void => {
    const key = `${String(member(node, 'in'))} ${String(member(node, 'name'))}`;
    if (found.has(key)) return;
    const budget = left > 0 ? BUDGETS.parameter : BUDGETS.smallParameter;
    const request: ParameterRequest = { node, budget, at: place };
    const parameter = read(request, reading);
    if (!parameter) return;
    left -= sizeOf(parameter);
    found.set(key, parameter);
  };
  reportDuplicates(own, at, reading);
  for (const entry of [...own, ...inherited]) take(entry);
  return withPathNames([...found.values()], path, at, reading);
}

/** A guess that costs nothing: a schema with parts takes its whole share. */
function sizeOf({ schema }: Parameter): number {
  return schema['items'] || schema['properties'] || schema['enum'] || schema['allOf']
    ? BUDGETS.parameter / 2
    : 60;
}

function reportDuplicates(own: readonly ParameterNode[], at: string, { problems }: Reading): void {
  const seen = new Set<string>();
  for (const { node } of own) {
    const key = `${String(member(node, 'in'))} ${String(member(node, 'name'))}`;
    if (seen.has(key))
      problems.add('DUPLICATE_PARAMETER', 'A parameter is declared twice; the first one counts.', at);
    seen.add(key);
  }
}

/** Every name in the path is a parameter and every path parameter is in the path. */
function withPathNames(
  parameters: readonly Parameter[],
  path: string,
  at: string,
  { problems }: Reading,
): readonly Parameter[] {
  const names = new Set(pathNames(path));
  const declared = new Set(
    parameters.flatMap((parameter) => (parameter.in === 'path' ? [parameter.name] : [])),
  );
  const missing = [...names].filter((name) => !declared.has(name));
  for (const name of missing) {
    problems.add(
      'PATH_PARAMETER_UNDECLARED',
      `The path parameter "${name.slice(0, 80)}" is not declared; it is taken as text.`,
      at,
    );
  }
  const stray = parameters.filter((parameter) => parameter.in === 'path' && !names.has(parameter.name));
  for (const { name } of stray) {
    problems.add(
      'PATH_PARAMETER_UNUSED',
      `The path has no place for the parameter "${name.slice(0, 80)}".`,
      at,
    );
  }
  const kept = stray.length === 0 ? parameters : parameters.filter((parameter) => !stray.includes(parameter));
  const implied = missing.map((name) => ({
    name,
    in: 'path' as const,
    required: true,
    schema: { type: 'string' },
  }));
  return implied.length === 0 ? kept : [...kept, ...implied];
}
