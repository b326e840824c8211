import type { Json } from '../domain/json.ts';
import type { RunError } from '../domain/run.ts';
import { resolveTemplates } from '../domain/templates.ts';
import { MAX_LOOP_ITEMS, type LoopStep } from '../domain/workflow.ts';
import type { Reading } from './reading.ts';
import { openPasses } from './fold-passes.ts';
import { keyOf, passFrame, scopeOf, type Frame } from './frame.ts';
import { runErrorOf } from './run-error.ts';
import { ended, failed, type State } from './state.ts';

/** The list that a loop goes over. It is read from outputs, which never change, so every look gives the same. */
export function itemsOf({
  step,
  frame,
  reading: { journal, input },
}: {
  readonly step: LoopStep;
  readonly frame: Frame;
  readonly reading: Reading;
}): { readonly list: readonly Json[] } | { readonly error: RunError } {
  try {
    const list = resolveTemplates(step.items, scopeOf({ frame, journal, input }));
    if (!isList(list))
      return fault(`"${step.name}" goes over a list, and ${step.items} gives ${nameOf(list)}.`);
    const limit = step.maxItems ?? MAX_LOOP_ITEMS;
    if (list.length <= limit) return { list };
    return fault(`"${step.name}" takes at most ${limit} items, and ${step.items} has ${list.length}.`);
  } catch (error) {
    return { error: runErrorOf(error) };
  }
}

/**
 * The passes that have begun and those that may, by index. Passes begin in the order of the items, `concurrency` of them are open at
 * a time, and after a failure none begins.
 */
export function passesOf({
  step,
  frame,
  list,
  reading,
  run,
}: {
  readonly step: LoopStep;
  readonly frame: Frame;
  readonly list: readonly Json[];
  readonly reading: Reading;
  readonly run: (pass: Frame) => State;
}): readonly State[] {
  const concurrency = openPasses(step);
  const folded = reading.journal[keyOf(frame, step)]?.folded?.results ?? [];
  const states: State[] = [];
  let opened = 0;
  let broken = false;
  for (const [index, item] of list.entries()) {
    const result = folded[index];
    if (result !== undefined) {
      states.push(ended(result));
      continue;
    }
    const pass = passFrame({ loop: step, frame, item, index });
    if (broken && !hasBegun(pass, reading)) break;
    const state = given(run(pass), { step, pass, reading });
    states.push(state);
    if (state.kind === 'failed') broken = true;
    if (state.kind === 'open') {
      opened += 1;
      if (state.failure !== undefined) broken = true;
    }
    if (opened >= concurrency) break;
  }
  return states;
}

/** What the passes gave, in the order of the items. */
export function collected(passes: readonly State[]): readonly Json[] {
  return passes.map((pass) => (pass.kind === 'ended' ? pass.output : null));
}

function hasBegun(pass: Frame, { journal }: Reading): boolean {
  return Object.keys(journal).some((key) => key.startsWith(pass.prefix));
}

/** A pass that has ended gives what the loop collects of it; one that failed gives null where the loop goes on. */
function given(
  state: State,
  { step, pass, reading: { journal, input } }: { step: LoopStep; pass: Frame; reading: Reading },
): State {
  if (state.kind === 'failed' && step.onItemError === 'continue') return ended(null);
  if (state.kind !== 'ended' || step.collect === undefined) return state;
  try {
    return ended(resolveTemplates(step.collect, scopeOf({ frame: pass, journal, input })));
  } catch (error) {
    return step.onItemError === 'continue' ? ended(null) : failed({ error: runErrorOf(error) });
  }
}

function fault(message: string): { readonly error: RunError } {
  return { error: { code: 'STEP_INPUT_INVALID', message } };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function nameOf(value: Json): string {
  if (value === null) return 'nothing';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
