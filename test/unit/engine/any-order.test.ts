import * as fc from 'fast-check';
import type { Json } from '../../../shared/domain/json.ts';
import type { StepRecord } from '../../../shared/domain/run.ts';
import type { Step } from '../../../shared/domain/workflow.ts';
import { advance, type Journal } from '../../../shared/engine/advance.ts';
import { recover } from '../../../shared/engine/recover.ts';
import { call, condition, loop, parallel, record, wait } from '../../support/steps.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const input = { list: ['x', 'y', 'z'] };

/** A workflow of any shape, with ids of its own. Every step that is performed gives its key, or fails where it is named so. */
const workflow: fc.Arbitrary<readonly Step[]> = fc
  .letrec<{ steps: Shape[]; step: Shape }>((tie) => ({
    steps: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
    step: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom<Shape>({ kind: 'read' }, { kind: 'write' }, { kind: 'wait' }, { kind: 'fails' }),
      fc.record({
        kind: fc.constant('parallel' as const),
        inner: fc.array(tie('steps'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('condition' as const),
        inner: fc.array(tie('steps'), { minLength: 1, maxLength: 2 }),
      }),
      fc.record({
        kind: fc.constant('loop' as const),
        inner: fc.tuple(tie('steps')),
        concurrency: fc.integer({ min: 1, max: 3 }),
      }),
    ),
  }))
  .steps.map((shapes) => build(shapes, { next: 0 }));

type Shape =
  | { readonly kind: 'read' | 'write' | 'wait' | 'fails' }
  | { readonly kind: 'parallel' | 'condition'; readonly inner: readonly Shape[][] }
  | { readonly kind: 'loop'; readonly inner: readonly [Shape[]]; readonly concurrency: number };

function build(shapes: readonly Shape[], ids: { next: number }): readonly Step[] {
  return shapes.map((shape) => {
    const id = `s${(ids.next += 1)}`;
    switch (shape.kind) {
      case 'read':
        return call(id);
      case 'write':
        return call(id, 'PUT');
      case 'wait':
        return wait(id, { seconds: 10 });
      case 'fails':
        return call(id, 'GET', { onError: 'continue', parameters: { fails: true } });
      case 'parallel':
        return parallel(id, ...shape.inner.map((inner) => build(inner, ids)));
      case 'condition':
        return condition(
          id,
          shape.inner.map((inner) => build(inner, ids)),
        );
      case 'loop':
        return loop(id, build(shape.inner[0], ids), { concurrency: shape.concurrency });
    }
  });
}

/** What performing a step gives: always the same for the same key. */
function perform(step: Step, key: string): Partial<StepRecord> & Pick<StepRecord, 'status'> {
  if (step.type === 'condition')
    return { status: 'completed', branch: (key.length % (step.branches.length + 1)) - 1 };
  if (step.type === 'api_call' && step.parameters['fails'] === true) {
    return { status: 'failed', error: { code: 'UPSTREAM_REFUSED', message: key } };
  }
  return { status: 'completed', output: key };
}

/**
 * Runs to the end. `choose` picks which running step ends next; where it says so a worker dies, and the next one recovers
 * what it left.
 */
function run(steps: readonly Step[], choose: () => number, crashes: boolean) {
  let journal: Record<string, StepRecord> = {};
  let now = START;
  const performed = new Map<string, number>();
  const running: { key: string; step: Step }[] = [];
  for (let turn = 0; turn < 5_000; turn += 1) {
    const { settled, next } = advance({ steps, journal, input, now });
    journal = { ...journal, ...settled };
    if (next.kind !== 'proceed') return { next, journal: shapeOf(journal), performed };
    for (const { key, step } of next.start) {
      journal[key] = record('running', { attempt: (journal[key]?.attempt ?? 0) + 1 });
      running.push({ key, step });
    }
    if (crashes && choose() % 5 === 0) {
      journal = { ...journal, ...recover({ steps, journal, at: new Date(now).toISOString() }) };
      running.length = 0;
      continue;
    }
    const [ended] = running.splice(choose() % Math.max(1, running.length), 1);
    if (ended === undefined) {
      if (next.wakeAt === undefined) throw new Error('Nothing runs and nothing may start.');
      now = Math.max(now, next.wakeAt);
      continue;
    }
    performed.set(ended.key, (performed.get(ended.key) ?? 0) + 1);
    journal[ended.key] = record(perform(ended.step, ended.key).status, perform(ended.step, ended.key));
  }
  throw new Error('The run does not end.');
}

/** The journal without times and tries, which depend on the order. */
function shapeOf(journal: Journal): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(journal)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { status, output, branch }]) => [key, [status, output ?? null, branch ?? null]]),
  );
}

const inOrder = () => 1;

describe('any workflow', () => {
  const choices = fc.infiniteStream(fc.nat(1_000));
  const from = (stream: Iterator<number>) => () => stream.next().value ?? 1;

  test('ends in the same state whatever the order of the outcomes', () => {
    fc.assert(
      fc.property(workflow, choices, (steps, stream) => {
        const { next, journal } = run(steps, from(stream), false);
        const plain = run(steps, inOrder, false);
        expect({ next, journal }).toEqual({ next: plain.next, journal: plain.journal });
      }),
      { numRuns: 150 },
    );
  });

  test('ends in the same state however often its worker dies, and repeats no finished step', () => {
    fc.assert(
      fc.property(workflow, choices, (steps, stream) => {
        const { next, journal, performed } = run(steps, from(stream), true);
        const plain = run(steps, inOrder, false);
        expect({ next, journal }).toEqual({ next: plain.next, journal: plain.journal });
        expect([...performed.values()].every((count) => count === 1)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
