import type { SecurityScheme } from '../domain/catalogue.ts';
import { isForbiddenKey } from '../domain/json.ts';
import { asList, asNode, member, type DocumentNode } from './document-node.ts';
import type { References } from './resolve-refs.ts';

const PLACES = ['header', 'query', 'cookie'] as const;

/** The security schemes of either dialect, by name; what cannot be read is left out. */
export function readSecuritySchemes(
  schemes: unknown,
  references: References,
): Readonly<Record<string, SecurityScheme>> {
  const found: [string, SecurityScheme][] = [];
  for (const [name, value] of Object.entries(asNode(schemes) ?? {})) {
    const node = references.nodeOf(value);
    if (node && !isForbiddenKey(name)) found.push([name, readScheme(node)]);
  }
  return Object.fromEntries(found);
}

function readScheme(node: DocumentNode): SecurityScheme {
  const type = member(node, 'type');
  if (type === 'basic') return { type: 'http', scheme: 'basic' };
  if (type === 'oauth2' || type === 'openIdConnect') return { type };
  if (type === 'apiKey') {
    const place = PLACES.find((known) => known === member(node, 'in'));
    const name = member(node, 'name');
    return { type, ...(place ? { in: place } : {}), ...(typeof name === 'string' ? { name } : {}) };
  }
  const scheme = member(node, 'scheme');
  return type === 'http' && typeof scheme === 'string'
    ? { type, scheme: scheme.toLowerCase() }
    : { type: 'other' };
}

/** Alternatives of scheme names; undefined where the owner says nothing. */
export function readSecurity(owner: DocumentNode): readonly (readonly string[])[] | undefined {
  return asList(member(owner, 'security'))?.map((requirement) => Object.keys(asNode(requirement) ?? {}));
}
