import * as fc from 'fast-check';
import { advance, type Journal } from '../../shared/engine/advance.ts';
import { recover } from '../../shared/engine/recover.ts';
import type { StepRecord } from '../../shared/domain/run.ts';
import { leavesOf, type LeafStep, type Step } from '../../shared/domain/workflow.ts';

const transform = (id: string): LeafStep => ({
  id,
  name: id,
  type: 'transform',
  expression: '1',
  effect: 'read',
});
const call = (id: string, method: 'GET' | 'POST' | 'PUT'): LeafStep => ({
  id,
  name: id,
  type: 'api_call',
  apiConnectionId: 'conn_1',
  method,
  endpoint: '/x',
  parameters: {},
  effect: method === 'GET' ? 'read' : 'write',
  binding: { baseUrl: 'https://api.example.com', specHash: '', parameters: [] },
});
const parallel = (id: string, ...branches: LeafStep[][]): Step => ({
  id,
  name: id,
  type: 'parallel',
  branches: branches.map((steps) => ({ steps })),
  effect: 'read',
});
const record = (status: StepRecord['status'], output: StepRecord['output'] = null): StepRecord => ({
  status,
  attempt: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  output,
});
const failed: StepRecord = { ...record('failed'), error: { code: 'UPSTREAM_ERROR', message: 'It broke.' } };

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
      { a: record('completed'), b: failed, d: record('running') },
      [],
    ],
  ])('%s', (_name, journal, start) => {
    expect(advance({ steps, journal })).toEqual({ kind: 'proceed', start: start.map((id) => transform(id)) });
  });

  test('fails when the branches beside a failure have ended', () => {
    const journal = { a: record('completed'), b: failed, d: record('completed') };
    expect(advance({ steps, journal })).toEqual({
      kind: 'fail',
      error: { code: 'UPSTREAM_ERROR', message: 'It broke.' },
    });
  });

  test('completes with the output of the last step', () => {
    const journal = Object.fromEntries(
      leavesOf(steps).map((step) => [step.id, record('completed', `out ${step.id}`)]),
    );
    expect(advance({ steps, journal })).toEqual({ kind: 'complete', output: 'out e' });
  });

  test('completes with the outputs of the last branches', () => {
    const ends = [parallel('p', [transform('b')], [transform('d')])];
    const journal = { b: record('completed', 1), d: record('completed', 2) };
    expect(advance({ steps: ends, journal })).toEqual({ kind: 'complete', output: { b: 1, d: 2 } });
  });

  test('reaches the same end whatever the order of the outcomes', () => {
    const order = fc.infiniteStream(fc.nat(20));
    fc.assert(
      fc.property(order, (choices) => {
        const journal: Record<string, StepRecord> = {};
        const running: LeafStep[] = [];
        const started: string[] = [];
        for (;;) {
          const decision = advance({ steps, journal });
          if (decision.kind !== 'proceed') {
            expect(decision).toEqual({ kind: 'complete', output: 'out e' });
            break;
          }
          for (const step of decision.start) {
            journal[step.id] = record('running');
            running.push(step);
            started.push(step.id);
          }
          const choice = choices.next().value ?? 0;
          const [ended] = running.splice(choice % running.length, 1);
          if (ended === undefined) throw new Error('Nothing runs and nothing may start.');
          journal[ended.id] = record('completed', `out ${ended.id}`);
        }
        expect(started.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
      }),
    );
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
    const journal = { x: record('completed'), y: failed };
    expect(recover({ steps: [call('x', 'POST'), call('y', 'POST')], journal, at })).toEqual({});
  });

  test('an unknown step fails the run and says what to do', () => {
    const steps = [call('x', 'POST')];
    const journal = recover({ steps, journal: { x: record('running') }, at });
    const decision = advance({ steps, journal });
    expect(decision).toMatchObject({
      kind: 'fail',
      error: { code: 'STEP_OUTCOME_UNKNOWN', fix: expect.any(String) },
    });
  });
});
