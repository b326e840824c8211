import type { IndexCache } from '../../shared/planner/index-cache.ts';
import { buildLattice, type Arc, type Lattice } from '../../shared/planner/lattice.ts';
import type { OperationView } from '../../shared/planner/operation-view.ts';
import { readingsOf, type Reading } from '../../shared/planner/readings.ts';
import type { OperationIndex } from '../../shared/planner/retrieve.ts';
import { readRequest, type Request } from '../../shared/planner/spans.ts';
import { visibleText } from '../../shared/planner/text.ts';
import type { EvaluationSet, Task } from '../evaluation/load-set.ts';

/** A task as the planner reads it, with the calls that are right for it. */
export interface Example {
  readonly set: string;
  readonly task: Task;
  readonly index: OperationIndex;
  readonly request: Request;
  readonly lattice: Lattice;
  /** For each call of the answer the operations that will do. */
  readonly gold: readonly ReadonlySet<string>[];
}

/** One spelling for an operation: names of placeholders and trailing slashes do not matter. */
function keyOf({
  api,
  method,
  path,
}: {
  readonly api: string;
  readonly method: string;
  readonly path: string;
}): string {
  return `${api}|${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}').replace(/\/+$/, '')}`;
}

const KEYS = new WeakMap<OperationView, string>();

export function keyOfView(view: OperationView): string {
  const known = KEYS.get(view);
  if (known !== undefined) return known;
  const { api, operation } = view;
  const key = keyOf({ api: api.connection.id, method: operation.method, path: operation.path });
  KEYS.set(view, key);
  return key;
}

export function readExample(set: EvaluationSet, task: Task, cache: IndexCache): Example {
  const index = cache.get(set.apisOf(task));
  const request = readRequest(visibleText(task.query), index);
  return {
    set: set.name,
    task,
    index,
    request,
    lattice: buildLattice(index, request),
    gold: task.gold.map((call) => new Set([call, ...call.alt].map(keyOf))),
  };
}

/** What a right call is worth beyond its score, so that the right reading covers as much of the answer as it can. */
const BONUS = 4;

const RIGHT = new WeakMap<Example, Lattice>();

/** The lattice with the right calls only. */
function rightLattice(example: Example): Lattice {
  const known = RIGHT.get(example);
  if (known) return known;
  const { lattice, gold } = example;
  const isRight = ({ view }: Arc): boolean => gold.some((call) => call.has(keyOfView(view)));
  const spans = lattice.spans.map((arcs) => arcs.filter(isRight)).filter((arcs) => arcs.length > 0);
  const right = { ...lattice, spans };
  RIGHT.set(example, right);
  return right;
}

/** The likeliest reading that asks for right calls only, each as often as it is in the answer. */
export function rightReading(example: Example, weights: ArrayLike<number>): Reading {
  const { gold } = example;
  const worth = (arc: Arc, before: readonly Arc[]): number | undefined => {
    const alike = gold.filter((call) => call.has(keyOfView(arc.view)));
    const used = before.filter((other) => alike.some((call) => call.has(keyOfView(other.view)))).length;
    return used < alike.length ? BONUS : undefined;
  };
  return readingsOf(rightLattice(example), weights, worth)[0] ?? { arcs: [], silent: [], score: 0 };
}
