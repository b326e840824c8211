import { FEATURES, type Features, type Rated } from '../../shared/planner/retrieval/features.ts';
import { poolOf, type Pool } from '../../shared/planner/retrieval/pool.ts';
import { orderRated, rateOperations } from '../../shared/planner/retrieval/rank-operations.ts';
import { readRequest, type Request } from '../../shared/planner/retrieval/read-request.ts';
import type { SearchedDocument } from './read-apis.ts';
import { apisOf, keyOf, neededBy, type Task, type TaskSet } from './tasks.ts';

/** Among which operations a task is searched: its own documents, or these and the distractors. */
export type PoolName = 'own' | 'mixed';

/** A task in a pool, with everything that the ranking sees of it. */
export interface Example {
  readonly set: TaskSet;
  readonly pool: PoolName;
  readonly rated: readonly Rated[];
  /** By candidate: the features, and whether the task needs it. */
  readonly rows: readonly Float64Array[];
  readonly needed: readonly boolean[];
  /** The share of the needed operations among the first `k`, with these weights. */
  readonly recallAt: (weights: Features, ks: readonly number[]) => readonly number[];
}

/** Every task of a set in both pools; tasks that need nothing are left out. */
export function examplesOf(set: TaskSet, distractors: readonly SearchedDocument[]): readonly Example[] {
  const pools = new Map<string, { readonly pool: Pool; readonly keys: readonly string[] }>();
  const poolFor = (task: Task, name: PoolName) => {
    const apis = [...apisOf(set, task), ...(name === 'mixed' ? distractors : [])];
    const id = apis.map((api) => api.name).join(' ');
    const known = pools.get(id) ?? {
      pool: poolOf(apis),
      keys: apis.flatMap(({ calls }) => calls.map(keyOf)),
    };
    pools.set(id, known);
    return known;
  };
  const names: readonly PoolName[] = distractors.length > 0 ? ['own', 'mixed'] : ['own'];
  return set.tasks
    .filter((task) => task.gold.length > 0)
    .flatMap((task) => names.map((name) => exampleOf({ set, task, name, ...poolFor(task, name) })));
}

function exampleOf({
  set,
  task,
  name,
  pool,
  keys,
}: {
  readonly set: TaskSet;
  readonly task: Task;
  readonly name: PoolName;
  readonly pool: Pool;
  readonly keys: readonly string[];
}): Example {
  const request: Request = readRequest(task.query);
  const rated = rateOperations(pool, request);
  const needed = neededBy(task);
  return {
    set,
    pool: name,
    rated,
    rows: rated.map(({ features }) => Float64Array.from(FEATURES, (feature) => features[feature])),
    needed: rated.map(({ operation }) => needed.some((same) => same.includes(keys[operation] ?? ''))),
    recallAt: (weights, ks) => {
      const order = orderRated(pool, request, rated, weights).map(({ operation }) => keys[operation] ?? '');
      return ks.map((k) => {
        const first = new Set(order.slice(0, k));
        return needed.filter((same) => same.some((key) => first.has(key))).length / needed.length;
      });
    },
  };
}
