import type { PlannerApi } from '../../shared/planner/operation-view.ts';
import type { EvaluationSet } from './load-set.ts';

/** A request with APIs that cannot serve it: a task of one set over the documents of a task of another. */
export interface CrossedTask {
  readonly id: string;
  readonly query: string;
  readonly from: string;
  readonly over: string;
  readonly apis: readonly PlannerApi[];
}

/** Sets of one family share their subjects, and a task of one may be served by the other. */
function familyOf({ name }: EvaluationSet): string {
  return name.replace(/[-_]?\d+$/, '');
}

/** `perTask` crossed tasks for each task, the other sets in turn. The same sets make the same tasks. */
export function crossSets(sets: readonly EvaluationSet[], perTask = 2): readonly CrossedTask[] {
  const crossed: CrossedTask[] = [];
  let turn = 0;
  const apart = sets.filter(({ sharesSubjects }) => !sharesSubjects);
  for (const set of apart) {
    const others = apart.filter((other) => familyOf(other) !== familyOf(set));
    set.tasks.forEach((task, at) => {
      for (let copy = 0; copy < perTask; copy += 1) {
        const other = others[turn % Math.max(1, others.length)];
        turn += 1;
        const pool = other?.tasks[(at * 7 + copy * 13) % other.tasks.length];
        if (!other || !pool) continue;
        const { query } = task;
        crossed.push({
          id: `${task.id}-${copy}`,
          query,
          from: set.name,
          over: other.name,
          apis: other.apisOf(pool),
        });
      }
    });
  }
  return crossed;
}
