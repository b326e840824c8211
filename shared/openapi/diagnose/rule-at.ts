import { asList, asNode, isExtension, member, type DocumentNode } from '../document-node.ts';
import { pointerTokens } from '../resolve-refs.ts';
import type { Rule } from './rule.ts';

/**
 * Answers the rule by which the walk from the root visits the place of a pointer; undefined where it does not come by. All
 * members of a map have one rule, so that of what holds many schemas is looked for once.
 */
export function createRuleAt({
  root,
  rootRule,
}: {
  readonly root: DocumentNode;
  readonly rootRule: Rule;
}): (pointer: string) => Rule | undefined {
  const maps = new Map<string, Rule>();
  return (pointer) => {
    const end = pointer.lastIndexOf('/');
    const above = pointer.slice(0, end);
    const known = maps.get(above);
    if (known) return known;
    const tokens = pointerTokens(pointer);
    let rule: Rule | undefined = rootRule;
    let value: unknown = root;
    for (const [at, token] of tokens.entries()) {
      if (rule?.kind === 'choice') rule = rule.choose(value);
      if (rule?.kind === 'object') rule = rule.members.get(token)?.rule;
      else if (rule?.kind === 'map' && rule.hasExtensions && isExtension(token)) return undefined;
      else if (rule?.kind === 'map' || rule?.kind === 'list') {
        const isKept = at === tokens.length - 1 && rule.kind === 'map' && !rule.hasExtensions;
        if (isKept && rule.item.kind !== 'any') maps.set(above, rule.item);
        rule = rule.item;
      } else return undefined;
      const list = asList(value);
      value = list ? list[Number(token)] : member(asNode(value), token);
    }
    return rule?.kind === 'any' ? undefined : rule;
  };
}
