import type { MapState, ParallelState, Scope } from './definition.ts';
import { type Json, type JsonObject, isJsonObject } from './json.ts';
import { type StateRun, checkSize, evaluateField, evaluateInteger, queryError } from './state-run.ts';
import { Interruption } from './states-error.ts';

/** Iterations of an inline Map that run at the same time on AWS at most ("Using Map state in Inline mode"). */
const MAP_LIMIT = 40;

/** Runs all branches at once; the result is the list of their outputs. */
export async function runParallel(run: StateRun<ParallelState>): Promise<Json> {
  const { state, cursor } = run;
  const fallback = cursor.frame().input;
  const [input = null] = await beginFanOut(run, async () => [
    state.Arguments === undefined ? fallback : await evaluateField(run, 'Arguments', state.Arguments),
  ]);
  return together(run, {
    limit: state.Branches.length,
    members: state.Branches.map((scope) => ({ scope, mapItem: run.mapItem, input: async () => input })),
  });
}

/** Runs the inside of the Map for every item; the result is the list of outputs in the order of the items. */
export async function runMap(run: StateRun<MapState>): Promise<Json> {
  const { state } = run;
  const items = await beginFanOut(run, () => itemsOf(run));
  const asked = state.MaxConcurrency ?? 0;
  const concurrency = await evaluateInteger(run, 'MaxConcurrency', asked, [0, Number.MAX_SAFE_INTEGER]);
  return together(run, {
    limit: concurrency === 0 ? MAP_LIMIT : Math.min(concurrency, MAP_LIMIT),
    members: items.map((value, index) => {
      const mapItem: JsonObject = { Index: index, Value: value };
      const select = state.ItemSelector;
      return {
        scope: state.ItemProcessor,
        mapItem,
        input: async () =>
          select === undefined ? value : evaluateField(run, 'ItemSelector', select, { mapItem }),
      };
    }),
  });
}

async function itemsOf(run: StateRun<MapState>): Promise<readonly Json[]> {
  const { Items } = run.state;
  const items = Items === undefined ? run.cursor.frame().input : await evaluateField(run, 'Items', Items);
  // JSONata unwraps a list of one; Step Functions still wants a list here, so that the author writes [ … ].
  if (!Array.isArray(items)) {
    const found = items === null ? 'null' : isJsonObject(items) ? 'object' : typeof items;
    throw queryError(run, `The field 'Items' must give an array, but gave: ${found}.`);
  }
  return items;
}

/** The inputs of this visit: those of the frame after a restart, else evaluated and kept. */
async function beginFanOut(
  run: StateRun,
  evaluate: () => Promise<readonly Json[]>,
): Promise<readonly Json[]> {
  const known = run.cursor.frame().fanOut;
  if (known !== undefined) return known;
  const inputs = await evaluate();
  checkSize(run, inputs);
  // Frames of an earlier visit, or of an attempt that failed, are none of this one.
  run.execution.journal.forgetBelow(pathBelow(run));
  run.cursor.update({ fanOut: inputs });
  return inputs;
}

/** Where the journal keeps the members' frames; names are encoded, so that none looks like a longer path. */
function pathBelow({ path, name }: Pick<StateRun, 'path' | 'name'>): string {
  return `${path}/${encodeURIComponent(name)}[`;
}

interface Member {
  readonly scope: Scope;
  readonly mapItem: JsonObject | undefined;
  readonly input: () => Promise<Json>;
}

/** The first failure stops the others; it is thrown when all of them have come to rest. */
async function together(
  run: StateRun,
  { members, limit }: { members: readonly Member[]; limit: number },
): Promise<Json> {
  const { execution, cursor, signal } = run;
  const stop = new AbortController();
  const outputs: Json[] = [];
  const failures: unknown[] = [];
  const waiting = members.entries();
  const outer = { ...run.outer, ...cursor.frame().variables };
  const worker = async () => {
    for (const [index, { scope, mapItem, input }] of waiting) {
      try {
        outputs[index] = await run.runInner({
          execution,
          scope,
          path: `${pathBelow(run)}${index}]`,
          outer,
          mapItem,
          input,
          signal: AbortSignal.any([signal, stop.signal]),
        });
      } catch (error) {
        failures.push(error);
        stop.abort(new Interruption('sibling-failed'));
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, members.length) }, worker));
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
  return checkSize(run, outputs);
}
