import type { CatalogueIndex, Operation } from '../../domain/catalogue.ts';
import type {
  CatalogueDiff,
  ChangedOperation,
  ChangeReason,
  OperationName,
} from '../../domain/catalogue-diff.ts';
import { compareHeads } from './compare-heads.ts';
import { compareOperations } from './compare-operations.ts';
import { matchOperations, type OperationPair } from './match-operations.ts';
import { compareTexts } from './reasons.ts';

/** One version of a catalogue: its index in memory, its operations where they are asked for. */
export interface CatalogueVersion {
  readonly index: CatalogueIndex;
  /** Those of these ids, in any order. */
  operations(ids: readonly string[]): Promise<readonly Operation[]>;
}

/** Operations read at a time; a batch is in memory, never a catalogue. */
const BATCH = 100;
/** Reasons of one operation, and of all together; beyond them an operation keeps its worst few. */
const MAX_REASONS = 50;
const MAX_ALL_REASONS = 20_000;
const FEW_REASONS = 3;

/**
 * What changed from one version of a document to the next, in an order that depends on the documents alone. Operations
 * whose fingerprints are equal are not read.
 */
export async function diffCatalogues({
  before,
  after,
}: {
  readonly before: CatalogueVersion;
  readonly after: CatalogueVersion;
}): Promise<CatalogueDiff> {
  const { pairs, added, removed, moves } = matchOperations(before.index.entries, after.index.entries);
  const from = new Map(moves.map((move) => [move.to.id, nameOf(move.from)]));
  const to = new Map(moves.map((move) => [move.from.id, nameOf(move.to)]));
  return {
    from: before.index.specHash,
    to: after.index.specHash,
    added: added.map((entry) => {
      const movedFrom = from.get(entry.id);
      return { ...nameOf(entry), ...(movedFrom ? { movedFrom } : {}) };
    }),
    removed: removed.map((entry) => {
      const movedTo = to.get(entry.id);
      return { ...nameOf(entry), ...(movedTo ? { movedTo } : {}) };
    }),
    changed: await comparePairs(pairs.filter(mayDiffer), before, after),
    general: compareHeads(before.index, after.index),
  };
}

function mayDiffer({ before, after }: OperationPair): boolean {
  return (
    before.id !== after.id || before.fingerprint === undefined || before.fingerprint !== after.fingerprint
  );
}

async function comparePairs(
  pairs: readonly OperationPair[],
  before: CatalogueVersion,
  after: CatalogueVersion,
): Promise<readonly ChangedOperation[]> {
  const changed: ChangedOperation[] = [];
  let left = MAX_ALL_REASONS;
  for (let at = 0; at < pairs.length; at += BATCH) {
    const batch = pairs.slice(at, at + BATCH);
    const [olds, news] = await Promise.all([
      before.operations(batch.map((pair) => pair.before.id)),
      after.operations(batch.map((pair) => pair.after.id)),
    ]);
    const [was, is] = [byId(olds), byId(news)];
    for (const pair of batch) {
      const [old, now] = [was.get(pair.before.id), is.get(pair.after.id)];
      if (!old || !now) continue;
      const reasons = compareOperations(
        { operation: old, head: before.index },
        { operation: now, head: after.index },
      );
      if (reasons.length === 0) continue;
      const kept = reasons
        .slice(0, left > MAX_REASONS ? MAX_REASONS : FEW_REASONS)
        .map(({ at: _at, ...reason }) => reason);
      left -= kept.length;
      changed.push(changeOf(pair, reasons, kept));
    }
  }
  return changed.toSorted((a, b) => compareTexts(a.path, b.path) || compareTexts(a.method, b.method));
}

function changeOf(
  { before, after }: OperationPair,
  all: readonly ChangeReason[],
  kept: readonly ChangeReason[],
): ChangedOperation {
  return {
    ...nameOf(after),
    breaking: all.some((reason) => reason.breaking),
    reasons: kept,
    ...(all.length > kept.length ? { moreReasons: all.length - kept.length } : {}),
    ...(before.path === after.path ? {} : { pathBefore: before.path }),
  };
}

function byId(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  return new Map(operations.map((operation) => [operation.id, operation]));
}

function nameOf({ id, method, path, operationId }: OperationName): OperationName {
  return { id, method, path, ...(operationId === undefined ? {} : { operationId }) };
}
