import { cutText, pointerToken, type DocumentNode } from '../document-node.ts';
import { expandedSize, MAX_EXPANDED } from '../expanded-size.ts';
import type { Problems } from '../problems.ts';

/** Aliases that stand for more than anybody would write: other tools write them out, and end there. */
export function checkAliases(root: DocumentNode, problems: Problems): void {
  const known = new Map<object, number>();
  for (const [name, part] of Object.entries(root)) {
    if (expandedSize(part, known) <= MAX_EXPANDED) continue;
    const message = `The aliases in "${cutText(name, 80)}" stand for more than ${MAX_EXPANDED} values; they are not written out.`;
    problems.add('ALIASES_EXPAND', message, `/${pointerToken(name)}`);
  }
}
