import { canonicalJson, type Json } from '../domain/json.ts';
import { isFinishedStep, type StepRecord } from '../domain/run.ts';
import { stepIdIn } from '../domain/step-id.ts';
import { blocksOf, type Step } from '../domain/workflow.ts';
import type { Journal } from './frame.ts';

/**
 * What a run that begins where another stopped takes over of its journal: entries that have ended well, up to the first
 * step that has changed since; what stands behind that one may depend on it.
 */
export function entriesToTakeOver({
  journal,
  before,
  after,
}: {
  readonly journal: Journal;
  readonly before: readonly Step[];
  readonly after: readonly Step[];
}): Journal {
  const kept = new Set(unchangedIds(before, after));
  return Object.fromEntries(
    Object.entries(journal).flatMap(([key, record]): [string, StepRecord][] => {
      const ids = idsIn(key);
      const whole = ids.every((id) => kept.has(id));
      const { trail: _trail, ...taken } = record;
      if (!whole) return [];
      if (isFinishedStep(record.status)) return [[key, taken]];
      // Passes that have ended stay so, whatever has changed inside of the loop.
      const { attempt, startedAt, passes = 0, folded } = record;
      return folded === undefined ? [] : [[key, { status: 'running', attempt, startedAt, passes, folded }]];
    }),
  );
}

/** Ids of the loops around an entry, and its own. */
function idsIn(key: string): readonly string[] {
  const loops = [...key.matchAll(/([^.[\]]+)\[\d+\]\./g)].flatMap((match) => match[1] ?? []);
  return [...loops, stepIdIn(key)];
}

/** Ids of the steps that are the same in both, in the order they run, until the first that is not. */
function unchangedIds(before: readonly Step[], after: readonly Step[]): readonly string[] {
  const ids: string[] = [];
  for (const [at, step] of after.entries()) {
    const old = before[at];
    if (old === undefined || old.id !== step.id) return ids;
    if (sameStep(old, step)) {
      ids.push(...idsOf(step));
      continue;
    }
    // A holder whose inner steps have changed: what it holds is compared by itself, and nothing behind it is kept.
    if (old.type === step.type && sameStep(bare(old), bare(step))) {
      ids.push(step.id);
      const blocks = blocksOf(old);
      for (const [index, block] of blocksOf(step).entries()) {
        ids.push(...unchangedIds(blocks[index]?.steps ?? [], block.steps));
      }
    }
    return ids;
  }
  return ids;
}

function idsOf(step: Step): readonly string[] {
  return [step.id, ...blocksOf(step).flatMap((block) => block.steps.flatMap(idsOf))];
}

function sameStep(a: object, b: object): boolean {
  // Steps are built from zod output: plain JSON.
  return (
    canonicalJson(JSON.parse(JSON.stringify(a, forward)) as Json) ===
    canonicalJson(JSON.parse(JSON.stringify(b, forward)) as Json)
  );
}

/** How a step is taken back says nothing of whether it has been performed. */
function forward(key: string, value: unknown): unknown {
  return key === 'compensate' ? undefined : value;
}

/** A holder without what it holds. */
function bare(step: Step): object {
  return JSON.parse(
    JSON.stringify(step, (key, value: unknown) => (key === 'steps' || key === 'otherwise' ? [] : value)),
  );
}
