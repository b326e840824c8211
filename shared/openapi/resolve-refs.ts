import { asNode, cutText, member, type DocumentNode } from './document-node.ts';
import type { Problems } from './problems.ts';

/** What a reference leads to. `ref` is the last pointer of the chain; absent where there was no reference. */
interface Target {
  readonly node: DocumentNode;
  readonly ref?: string;
}

/** Follows references within the document, one at a time and only when asked. */
export interface References {
  /** The object itself, or what its `$ref` leads to; undefined with a problem where it leads nowhere. */
  follow(value: unknown, at: () => string): Target | undefined;
}

/** `$ref` with text; a property that happens to be named `$ref` holds a schema. */
export function refOf(node: DocumentNode): string | undefined {
  const ref = member(node, '$ref');
  return typeof ref === 'string' ? ref : undefined;
}

/**
 * References into `root` are RFC 6901 pointers; anything else names a place outside and is not fetched. `selfUrl`: the
 * document's own address, which may be written before the `#`.
 */
export function createReferences({
  root,
  selfUrl,
  problems,
}: {
  readonly root: DocumentNode;
  readonly selfUrl: string | undefined;
  readonly problems: Problems;
}): References {
  const known = new Map<string, unknown>();

  const lookUp = (pointer: string): unknown => {
    if (known.has(pointer)) return known.get(pointer);
    const found = walk(root, pointer);
    known.set(pointer, found);
    return found;
  };

  return {
    follow(value, at) {
      let node = asNode(value);
      if (!node || refOf(node) === undefined) return node && { node };
      let last: string | undefined;
      const seen = new Set<string>();
      for (let ref = refOf(node); ref !== undefined; ref = refOf(node)) {
        const local =
          selfUrl !== undefined && ref.startsWith(`${selfUrl}#`) ? ref.slice(selfUrl.length) : ref;
        const shown = cutText(ref, 120);
        if (!local.startsWith('#')) {
          problems.add(
            'EXTERNAL_REF',
            `The reference "${shown}" leads out of the document and was not fetched.`,
            at(),
          );
          return undefined;
        }
        if (seen.has(local)) {
          problems.add('CIRCULAR_REF', `The reference "${shown}" leads to itself and to nothing else.`, at());
          return undefined;
        }
        seen.add(local);
        last = local;
        node = asNode(lookUp(local.slice(1)));
        if (!node) {
          problems.add('UNRESOLVED_REF', `The reference "${shown}" leads to nothing.`, at());
          return undefined;
        }
      }
      return last === undefined ? { node } : { node, ref: last };
    },
  };
}

function walk(root: DocumentNode, pointer: string): unknown {
  if (pointer === '') return root;
  if (!pointer.startsWith('/')) return undefined;
  let value: unknown = root;
  for (const raw of pointer.slice(1).split('/')) {
    const token = decodeToken(raw);
    if (Array.isArray(value)) value = /^\d+$/.test(token) ? value[Number(token)] : undefined;
    else value = member(asNode(value), token);
    if (value === undefined) return undefined;
  }
  return value;
}

function decodeToken(raw: string): string {
  let token = raw;
  if (raw.includes('%')) {
    try {
      token = decodeURIComponent(raw);
    } catch {
      // A lone percent sign stands for itself.
    }
  }
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
}
