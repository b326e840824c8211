import type { Json } from '../../../shared/domain/json.ts';
import type { Step } from '../../../shared/domain/workflow.ts';
import { advance, type Journal } from '../../../shared/engine/advance.ts';
import { scopeOf } from '../../../shared/engine/frame.ts';
import { call, condition, failure, loop, parallel, record, transform } from '../../support/steps.ts';

const NOW = Date.parse('2026-01-01T00:01:00.000Z');
const look = (steps: readonly Step[], journal: Journal, input: Json = {}) =>
  advance({ steps, journal, input, now: NOW });
const started = (steps: readonly Step[], journal: Journal, input: Json = {}) => {
  const { next } = look(steps, journal, input);
  return next.kind === 'proceed' ? next.start.map(({ key }) => key) : next;
};

describe('a condition', () => {
  const steps = [condition('c', [[transform('a')], [transform('b')]], [transform('o')]), transform('z')];

  test('is evaluated first', () => expect(started(steps, {})).toEqual(['c']));
  test.each([
    [0, ['a']],
    [1, ['b']],
    [-1, ['o']],
  ])('goes on with branch %i', (branch, expected) => {
    expect(started(steps, { c: record('completed', { branch }) })).toEqual(expected);
  });
  test('goes on behind it where no branch fits and there is no other', () => {
    const bare = [condition('c', [[transform('a')]]), transform('z')];
    expect(started(bare, { c: record('completed', { branch: -1 }) })).toEqual(['z']);
  });
  test('gives what its branch gives', () => {
    const journal = { c: record('completed', { branch: 1 }), b: record('completed', { output: 7 }) };
    const frame = { prefix: '', steps };
    expect(scopeOf({ frame, journal, input: null }).steps).toEqual({ b: 7, c: 7 });
  });
});

describe('a loop', () => {
  const input = { list: ['x', 'y', 'z'] };
  const each = (more: Parameters<typeof loop>[2] = {}) => [
    loop('each', [call('a'), call('b', 'POST')], more),
  ];

  test('begins with the first item and says how many there are', () => {
    const { next, settled } = look(each(), {}, input);
    expect(settled).toEqual({ each: expect.objectContaining({ status: 'running', passes: 3 }) });
    expect(next).toMatchObject({ kind: 'proceed', start: [{ key: 'each[0].a' }] });
  });
  test('goes on to the next item when a pass has ended', () => {
    const journal = { 'each[0].a': record('completed'), 'each[0].b': record('completed') };
    expect(started(each(), journal, input)).toEqual(['each[1].a']);
  });
  test('opens as many passes as it may', () => {
    expect(started(each({ concurrency: 2 }), { 'each[0].a': record('running') }, input)).toEqual([
      'each[1].a',
    ]);
  });
  test('gives the list of what its passes gave', () => {
    const steps = [loop('each', [call('a')]), transform('z')];
    const journal = Object.fromEntries(
      [0, 1, 2].map((at) => [`each[${at}].a`, record('completed', { output: at * 10 })]),
    );
    const { settled } = look(steps, journal, input);
    expect(settled['each']).toMatchObject({ status: 'completed', output: [0, 10, 20], passes: 3 });
    expect(started(steps, { ...journal, ...settled }, input)).toEqual(['z']);
  });
  test('collects what it is told to', () => {
    const steps = [loop('each', [call('a')], { collect: '{{item}}: {{steps.a.id}}' })];
    const journal = Object.fromEntries(
      [0, 1, 2].map((at) => [`each[${at}].a`, record('completed', { output: { id: at } })]),
    );
    expect(look(steps, journal, input).next).toEqual({ kind: 'complete', output: ['x: 0', 'y: 1', 'z: 2'] });
  });
  test('of no items gives an empty list', () => {
    expect(look(each(), {}, { list: [] }).next).toEqual({ kind: 'complete', output: [] });
  });
  test('lets open passes end beside a failure, and begins none', () => {
    const journal: Journal = { 'each[0].a': failure, 'each[1].a': record('running') };
    expect(started(each({ concurrency: 2 }), journal, input)).toEqual([]);
    const later = { ...journal, 'each[1].a': record('completed'), 'each[1].b': record('completed') };
    expect(look(each({ concurrency: 2 }), later, input)).toMatchObject({
      next: { kind: 'fail', error: { message: 'It broke.' } },
      settled: { each: { status: 'failed' } },
    });
  });
  test('goes on behind a failed pass where it is told to', () => {
    const steps = [loop('each', [call('a')], { onItemError: 'continue' })];
    const journal = {
      'each[0].a': record('completed', { output: 1 }),
      'each[1].a': failure,
      'each[2].a': record('completed', { output: 3 }),
    };
    expect(look(steps, journal, input).next).toEqual({ kind: 'complete', output: [1, null, 3] });
  });
  test('shows a pass its own item and steps, and what ended outside', () => {
    const inner = loop('inner', [call('p'), call('q', 'POST')], { items: '{{item}}' });
    const steps = [call('first'), loop('outer', [inner])];
    const journal = {
      first: record('completed', { output: 'f' }),
      'outer[0].inner[0].p': record('completed', { output: 'p00' }),
      'outer[0].inner[0].q': record('completed'),
      'outer[0].inner[1].p': record('completed', { output: 'p01' }),
    };
    const { next } = look(steps, journal, { list: [['m', 'n']] });
    if (next.kind !== 'proceed') throw new Error('It has more to do.');
    const [occurrence] = next.start;
    expect(occurrence?.key).toBe('outer[0].inner[1].q');
    if (occurrence === undefined) return;
    expect(scopeOf({ frame: occurrence.frame, journal, input: null })).toEqual({
      input: null,
      steps: { first: 'f', p: 'p01' },
      item: 'n',
      index: 1,
    });
  });
  test.each([
    ['what is no list', { list: 'text' }, 'goes over a list, and {{input.list}} gives a string'],
    ['what is not there', {}, 'could not be resolved'],
    ['too many items', { list: [1, 2, 3] }, 'takes at most 2 items'],
  ])('fails over %s', (_name, list, message) => {
    const { next } = look(each({ maxItems: 2 }), {}, list);
    expect(next).toMatchObject({ kind: 'fail', error: { code: 'STEP_INPUT_INVALID' } });
    expect(next.kind === 'fail' && next.error.message).toContain(message);
  });
});

describe('what happens after a failure', () => {
  test('the run goes on, and the step has given nothing', () => {
    const steps = [call('a', 'GET', { onError: 'continue' }), transform('z')];
    expect(started(steps, { a: failure })).toEqual(['z']);
    expect(scopeOf({ frame: { prefix: '', steps }, journal: { a: failure }, input: null }).steps).toEqual({
      a: null,
    });
  });
  test('a handler is performed and sees the error; then the run goes on', () => {
    const steps = [call('a', 'GET', { onError: { steps: [call('tell', 'POST')] } }), transform('z')];
    const { next } = look(steps, { a: failure });
    expect(next).toMatchObject({ start: [{ key: 'tell', frame: { error: { message: 'It broke.' } } }] });
    expect(started(steps, { a: failure, tell: record('completed') })).toEqual(['z']);
  });
  test('a handler catches what a branch inside could not', () => {
    const steps: Step[] = [
      { ...parallel('p', [call('a')], [call('b')]), onError: { steps: [call('tell')] } },
    ];
    expect(started(steps, { a: failure, b: record('completed') })).toEqual(['tell']);
  });
  test('an unknown outcome is never passed over: a person decides', () => {
    const steps = [call('a', 'POST', { onError: 'continue' }), transform('z')];
    expect(look(steps, { a: { ...failure, status: 'unknown' } }).next).toEqual({
      kind: 'proceed',
      start: [],
      held: 1,
    });
  });
});
