import { asList, asNode, cutText, member, type DocumentNode } from '../document-node.ts';
import type { Visit } from './visit.ts';

/** The names of the security schemes that a document declares, of either dialect. */
export function schemeNames({ root, references }: Visit): ReadonlySet<string> {
  const components = references.nodeOf(member(root, 'components'));
  const declared = member(root, 'securityDefinitions') ?? member(components, 'securitySchemes');
  return new Set(Object.keys(references.nodeOf(declared) ?? {}));
}

/** Whoever asks for a security scheme names one that is declared. `below` leads from the visited place to `owner`. */
export function checkSecurity(
  owner: DocumentNode,
  declared: ReadonlySet<string>,
  visit: Visit,
  ...below: readonly string[]
): void {
  const security = asList(member(owner, 'security'));
  if (!security) return;
  for (const [index, requirement] of security.entries()) {
    for (const name in asNode(requirement)) {
      if (declared.has(name)) continue;
      const message = `The security scheme "${cutText(name, 80)}" is not declared.`;
      visit.fault('SECURITY_UNDECLARED', message, ...below, 'security', index);
    }
  }
}

/** What the document asks of every caller. */
export function checkOwnSecurity(root: DocumentNode, visit: Visit): void {
  if (member(root, 'security') !== undefined) checkSecurity(root, schemeNames(visit), visit);
}
