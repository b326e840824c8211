import type { Json } from '../../../shared/domain/json.ts';
import type { StepRecord } from '../../../shared/domain/run.ts';
import { leavesOf, type Step } from '../../../shared/domain/workflow.ts';
import { advance, type Journal } from '../../../shared/engine/advance.ts';
import { recover } from '../../../shared/engine/recover.ts';
import { call, failure, parallel, record, transform } from '../../support/steps.ts';

const NOW = Date.parse('2026-01-01T00:01:00.000Z');
const next = (steps: readonly Step[], journal: Journal, input: Json = {}) =>
  advance({ steps, journal, input, now: NOW }).next;
const keys = (decision: ReturnType<typeof next>) =>
  decision.kind === 'proceed' ? decision.start.map(({ key }) => key) : decision.kind;

describe('advance', () => {
  const steps = [
    transform('a'),
    parallel('p', [transform('b'), transform('c')], [transform('d')]),
    transform('e'),
  ];

  test.each<[string, Journal, string[]]>([
    ['starts with the first step', {}, ['a']],
    ['waits for a step that runs', { a: record('running') }, []],
    ['starts all branches together', { a: record('completed') }, ['b', 'd']],
    [
      'goes on in one branch while another runs',
      { a: record('completed'), b: record('completed'), d: record('running') },
      ['c'],
    ],
    [
      'joins the branches',
      { a: record('completed'), b: record('completed'), c: record('completed'), d: record('completed') },
      ['e'],
    ],
    [
      'starts nothing beside a failure, and waits',
      { a: record('completed'), b: failure, d: record('running') },
      [],
    ],
  ])('%s', (_name, journal, start) => {
    expect(keys(next(steps, journal))).toEqual(start);
  });

  test('fails when the branches beside a failure have ended', () => {
    const journal = { a: record('completed'), b: failure, d: record('completed') };
    expect(next(steps, journal)).toEqual({
      kind: 'fail',
      error: { code: 'UPSTREAM_ERROR', message: 'It broke.' },
    });
  });

  test('completes with the output of the last step', () => {
    const journal: Record<string, StepRecord> = {};
    for (const { id } of leavesOf(steps)) journal[id] = record('completed', { output: `out ${id}` });
    expect(next(steps, journal)).toEqual({ kind: 'complete', output: 'out e' });
  });

  test('completes with the outputs of the last branches', () => {
    const ends = [parallel('p', [transform('b')], [transform('d')])];
    const journal = { b: record('completed', { output: 1 }), d: record('completed', { output: 2 }) };
    expect(next(ends, journal)).toEqual({ kind: 'complete', output: { b: 1, d: 2 } });
  });
});

describe('recover', () => {
  const at = '2026-01-01T00:01:00.000Z';
  test.each([
    ['a GET is pending again', call('x', 'GET'), 'pending'],
    ['a PUT is pending again', call('x', 'PUT'), 'pending'],
    ['a transform is pending again', transform('x'), 'pending'],
    ['a POST is unknown', call('x', 'POST'), 'unknown'],
  ])('%s', (_name, step, status) => {
    const patch = recover({ steps: [step], journal: { x: record('running') }, at });
    expect(patch['x']?.status).toBe(status);
  });

  test('leaves finished steps alone', () => {
    const journal = { x: record('completed'), y: failure };
    expect(recover({ steps: [call('x', 'POST'), call('y', 'POST')], journal, at })).toEqual({});
  });

  test('an unknown step holds the run and says what to do', () => {
    const steps = [call('x', 'POST')];
    const journal = recover({ steps, journal: { x: record('running') }, at });
    expect(journal['x']?.error).toMatchObject({ code: 'STEP_OUTCOME_UNKNOWN', fix: expect.any(String) });
    expect(next(steps, journal)).toMatchObject({ kind: 'proceed', start: [], held: 1 });
  });
});
