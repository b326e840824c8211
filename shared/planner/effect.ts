import type { HttpMethod, Operation } from '../domain/catalogue.ts';
import type { Effect } from '../domain/workflow.ts';
import { wordsOf } from './text.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Names that promise a search and nothing else. */
const SEARCHES = set('search query list find lookup filter count');
/** Words that promise a change, wherever they stand in a name. */
const WRITES =
  set(`create add insert update edit modify set put patch delete remove destroy clear send post publish pay
  charge transfer refund email sms buy purchase order book cancel revoke grant assign import upload execute run trigger
  start stop enable disable approve reject submit save store replace reset rotate move merge`);
/** Changes that reach people or money. */
const LASTING =
  set(`send pay payment payments charge charges transfer transfers refund refunds email emails mail sms publish
  payout payouts purchase checkout`);
/** Names that take something back. */
const REVERSES = set(
  'undelete restore unarchive recover unpublish recall cancel void refund reverse undo revert unsend',
);

/** Methods that promise to change nothing (RFC 9110, 9.2.1; QUERY: OpenAPI 3.2). */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);

/**
 * What a call does to the world. GET and HEAD read, unless the operation's own name starts with a word that changes
 * something; a POST reads only if its name promises a search and no change. DELETE, and calls that reach people or money,
 * are irreversible where no operation of the same catalogue takes them back.
 */
export function effectOf({
  method,
  path,
  operation,
  catalogue,
}: {
  readonly method: HttpMethod;
  readonly path: string;
  /** Undefined where the connection has no catalogue. */
  readonly operation?: Operation | undefined;
  readonly catalogue?: readonly Operation[] | undefined;
}): Effect {
  const name = wordsOf(operation?.operationId ?? '');
  const words = [
    ...name,
    ...path
      .split('/')
      .filter((part) => !part.startsWith('{'))
      .flatMap((part) => wordsOf(part)),
  ];
  if (SAFE.has(method)) {
    const first = name[0] ?? '';
    if (name.length < 2 || !WRITES.has(first)) return 'read';
    return LASTING.has(first) || first === 'delete' || first === 'remove' ? 'irreversible' : 'write';
  }
  const said = [...words, ...wordsOf(operation?.summary ?? '')];
  if (
    method === 'POST' &&
    words.some((word) => SEARCHES.has(word)) &&
    !said.some((word) => WRITES.has(word) || LASTING.has(word))
  ) {
    return 'read';
  }
  const lasting = method === 'DELETE' || said.some((word) => LASTING.has(word));
  return lasting && !hasReverse(method, path, catalogue ?? []) ? 'irreversible' : 'write';
}

/** Whether an operation takes this one back: a PUT where something is deleted, a DELETE of what is made, a named undo. */
function hasReverse(method: HttpMethod, path: string, catalogue: readonly Operation[]): boolean {
  const base = trimEnd(path);
  return catalogue.some((other) => {
    const at = trimEnd(other.path);
    const below = at.startsWith(`${base}/`);
    if (method === 'DELETE')
      return (
        (other.method === 'PUT' && at === base && isMembership(other)) || (below && isNamedReverse(other))
      );
    const item = below && /^\/\{[^/]+\}$/.test(at.slice(base.length));
    return (item && other.method === 'DELETE') || (below && isNamedReverse(other));
  });
}

/** A PUT without a body puts something (back) into a set; one with a body only changes what still exists. */
function isMembership(operation: Operation): boolean {
  return operation.requestBody === undefined || !operation.requestBody.required;
}

function isNamedReverse(operation: Operation): boolean {
  const last = operation.path.split('/').at(-1) ?? '';
  return [...wordsOf(last), ...wordsOf(operation.operationId ?? '').slice(0, 1)].some((word) =>
    REVERSES.has(word),
  );
}

function trimEnd(path: string): string {
  return path.replace(/\/+$/, '');
}
