import { asList, asNode, member, type DocumentNode } from '../document-node.ts';
import { pointerTokens } from '../resolve-refs.ts';
import type { Rule } from './rule.ts';

/** The rule by which the walk from the root visits the place of a pointer; undefined where it does not come by. */
export function ruleAt(
  pointer: string,
  { root, rootRule }: { readonly root: DocumentNode; readonly rootRule: Rule },
): Rule | undefined {
  let rule: Rule | undefined = rootRule;
  let value: unknown = root;
  for (const token of pointerTokens(pointer)) {
    if (rule?.kind === 'choice') rule = rule.choose(value);
    if (rule?.kind === 'object') rule = rule.members.get(token);
    else if (rule?.kind === 'map' || rule?.kind === 'list') rule = rule.item;
    else return undefined;
    const list = asList(value);
    value = list ? list[Number(token)] : member(asNode(value), token);
  }
  return rule?.kind === 'any' ? undefined : rule;
}
