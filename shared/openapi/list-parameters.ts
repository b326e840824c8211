import { PARAMETER_PLACES, type ParameterPlace } from '../domain/catalogue.ts';
import { asList, member, type DocumentNode } from './document-node.ts';
import { MAX_PARAMETERS } from './reading.ts';
import type { References } from './resolve-refs.ts';

/** A parameter that can be used: what it is called and where it goes. */
export interface ParameterRequest {
  readonly node: DocumentNode;
  readonly name: string;
  readonly place: ParameterPlace;
  /** Bytes that its schema may take, about. */
  readonly budget: number;
}

/** Parameters of a path item or an operation; those whose reference leads nowhere are left out. */
export function listParameters(owner: DocumentNode, references: References): readonly DocumentNode[] {
  const list = asList(member(owner, 'parameters')) ?? [];
  return list
    .slice(0, MAX_PARAMETERS)
    .map((entry) => references.nodeOf(entry))
    .filter((node) => node !== undefined);
}

/** The name and place of a parameter; undefined where one of them cannot be used. */
export function identityOf(
  node: DocumentNode,
): { readonly name: string; readonly place: ParameterPlace } | undefined {
  const name = member(node, 'name');
  const given = member(node, 'in');
  const place = PARAMETER_PLACES.find((known) => known === given);
  return typeof name === 'string' && name !== '' && name.length <= 256 && place ? { name, place } : undefined;
}
