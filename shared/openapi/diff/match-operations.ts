import type { OperationEntry } from '../../domain/catalogue.ts';
import { compareTexts } from './reasons.ts';

/** The same operation in both versions. */
export interface OperationPair {
  readonly before: OperationEntry;
  readonly after: OperationEntry;
}

/** An operation that went and one of its operationId that came. */
interface Move {
  readonly from: OperationEntry;
  readonly to: OperationEntry;
}

export interface MatchedOperations {
  readonly pairs: readonly OperationPair[];
  readonly added: readonly OperationEntry[];
  readonly removed: readonly OperationEntry[];
  readonly moves: readonly Move[];
}

/**
 * Finds each operation in the other version: by method and path, or else by a path that differs in the names of its
 * parameters alone. What is left was added or removed; where the operationId is the same, it moved.
 */
export function matchOperations(
  before: readonly OperationEntry[],
  after: readonly OperationEntry[],
): MatchedOperations {
  const byId = new Map(after.map((entry) => [entry.id, entry]));
  const pairs = before.flatMap((entry): OperationPair[] => {
    const same = byId.get(entry.id);
    return same ? [{ before: entry, after: same }] : [];
  });
  const matched = new Set(pairs.map((pair) => pair.before.id));
  const alike = pairUnique({
    before: before.filter(({ id }) => !matched.has(id)),
    after: after.filter(({ id }) => !matched.has(id)),
    keyOf: ({ method, path }) => `${method} ${path.replace(/\{[^{}/]*\}/g, '{}')}`,
  });
  const moved = pairUnique({ ...alike, keyOf: ({ operationId }) => operationId });
  return {
    pairs: [...pairs, ...alike.pairs],
    added: inOrder(alike.after),
    removed: inOrder(alike.before),
    moves: moved.pairs.map((pair) => ({ from: pair.before, to: pair.after })),
  };
}

/** Pairs those whose key is on each side once; answers the rest. */
function pairUnique({
  before,
  after,
  keyOf,
}: {
  before: readonly OperationEntry[];
  after: readonly OperationEntry[];
  keyOf: (entry: OperationEntry) => string | undefined;
}): {
  readonly pairs: readonly OperationPair[];
  readonly before: readonly OperationEntry[];
  readonly after: readonly OperationEntry[];
} {
  const [olds, news] = [uniqueBy(before, keyOf), uniqueBy(after, keyOf)];
  const pairs = [...olds].flatMap(([key, entry]): OperationPair[] => {
    const match = news.get(key);
    return match ? [{ before: entry, after: match }] : [];
  });
  const gone = new Set(pairs.map((pair) => pair.before));
  const come = new Set(pairs.map((pair) => pair.after));
  return {
    pairs,
    before: before.filter((entry) => !gone.has(entry)),
    after: after.filter((entry) => !come.has(entry)),
  };
}

function uniqueBy(
  entries: readonly OperationEntry[],
  keyOf: (entry: OperationEntry) => string | undefined,
): ReadonlyMap<string, OperationEntry> {
  const found = new Map<string, OperationEntry | undefined>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key !== undefined) found.set(key, found.has(key) ? undefined : entry);
  }
  return new Map([...found].flatMap(([key, entry]) => (entry ? [[key, entry]] : [])));
}

function inOrder(entries: readonly OperationEntry[]): readonly OperationEntry[] {
  return entries.toSorted((a, b) => compareTexts(a.path, b.path) || compareTexts(a.method, b.method));
}
