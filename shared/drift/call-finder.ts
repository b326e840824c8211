import type { Operation } from '../domain/catalogue.ts';
import type { OperationName } from '../domain/catalogue-diff.ts';
import { leavesOf, type ApiCallStep, type Step } from '../domain/workflow.ts';
import type { CatalogueVersion } from '../openapi/diff/diff-catalogues.ts';
import { matchOperations } from '../openapi/diff/match-operations.ts';
import type { CalledOperation } from './broken-steps.ts';

/** Finds the operations that the steps of a connection call, in the version that each was checked against and the new one. */
export interface CallFinder {
  /** By step id. Without the steps of other connections, and those checked against the new version already. */
  find(steps: readonly Step[]): Promise<ReadonlyMap<string, CalledOperation>>;
}

/** Where an operation of an earlier version is in the new one. */
interface Place {
  readonly before: string;
  readonly after?: string;
  readonly movedTo?: OperationName;
}

interface Baseline {
  readonly version: CatalogueVersion;
  /** By method and path. */
  readonly places: ReadonlyMap<string, Place>;
}

/** A workflow may be older than the catalogue that was live last, so each step is compared with its own. */
export function createCallFinder({
  connectionId,
  after,
  versionOf,
}: {
  readonly connectionId: string;
  readonly after: CatalogueVersion;
  /** An earlier version by its hash; the one to compare with instead where it is kept no more. */
  readonly versionOf: (specHash: string) => Promise<CatalogueVersion>;
}): CallFinder {
  const baselines = new Map<string, Promise<Baseline>>();
  const baselineOf = (specHash: string): Promise<Baseline> => {
    const known = baselines.get(specHash);
    if (known) return known;
    const loaded = versionOf(specHash).then((version) => ({ version, places: placesOf(version, after) }));
    baselines.set(specHash, loaded);
    return loaded;
  };
  return {
    async find(steps) {
      const calls = leavesOf(steps).filter((step) => step.type === 'api_call');
      const own = calls.filter(({ apiConnectionId }) => apiConnectionId === connectionId);
      const called = await Promise.all(
        own.map(async (step) => [step.id, await findOne(step, after, baselineOf)] as const),
      );
      return new Map(called.flatMap(([id, operation]) => (operation ? [[id, operation]] : [])));
    },
  };
}

async function findOne(
  { method, endpoint, binding }: ApiCallStep,
  after: CatalogueVersion,
  baselineOf: (specHash: string) => Promise<Baseline>,
): Promise<CalledOperation | undefined> {
  // An endpoint that no document describes has no version.
  if (binding.specHash === '' || binding.specHash === after.index.specHash) return undefined;
  const { version, places } = await baselineOf(binding.specHash);
  const place = places.get(`${method} ${endpoint}`);
  const before = place && (await operationOf(version, place.before));
  if (!place || !before) return undefined;
  const now = place.after === undefined ? undefined : await operationOf(after, place.after);
  return {
    before: { operation: before, head: version.index },
    after: now && { operation: now, head: after.index },
    movedTo: place.movedTo,
  };
}

async function operationOf(version: CatalogueVersion, id: string): Promise<Operation | undefined> {
  const [operation] = await version.operations([id]);
  return operation;
}

function placesOf(before: CatalogueVersion, after: CatalogueVersion): ReadonlyMap<string, Place> {
  const { pairs, removed, moves } = matchOperations(before.index.entries, after.index.entries);
  const moved = new Map(moves.map(({ from, to }) => [from.id, to]));
  return new Map<string, Place>([
    ...pairs.map((pair) => [nameOf(pair.before), { before: pair.before.id, after: pair.after.id }] as const),
    ...removed.map((entry) => {
      const movedTo = moved.get(entry.id);
      return [nameOf(entry), { before: entry.id, ...(movedTo ? { movedTo } : {}) }] as const;
    }),
  ]);
}

function nameOf({ method, path }: OperationName): string {
  return `${method} ${path}`;
}
