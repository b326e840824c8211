import { PARAMETER_PLACES, type ParameterPlace } from '../domain/catalogue.ts';
import { asList, member, type DocumentNode } from './document-node.ts';
import { MAX_PARAMETERS, type Reading } from './reading.ts';

/** A parameter object with its references followed, and the pointer to where it is listed. */
export interface ParameterNode {
  readonly node: DocumentNode;
  readonly at: () => string;
}

/** A parameter that can be used: what it is called and where it goes. */
export interface ParameterRequest {
  readonly node: DocumentNode;
  readonly name: string;
  readonly place: ParameterPlace;
  /** Bytes that its schema may take, about. */
  readonly budget: number;
  readonly at: () => string;
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
    const place = () => `${at}/parameters/${index}`;
    const node = references.follow(value, place)?.node;
    return node ? { node, at: place } : [];
  });
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
