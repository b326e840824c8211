import { advance, type Journal } from '../../../shared/engine/advance.ts';
import type { Json } from '../../../shared/domain/json.ts';
import type { Step } from '../../../shared/domain/workflow.ts';
import { approval, call, record, transform, wait } from '../../support/steps.ts';

const at = (seconds: number) => Date.parse('2026-01-01T00:00:00.000Z') + seconds * 1000;
const look = (steps: readonly Step[], journal: Journal, now: number, input: Json = {}) =>
  advance({ steps, journal, input, now });

describe('a wait', () => {
  const steps = [wait('w', { seconds: 60 }), transform('z')];

  test('is entered with the time when it ends', () => {
    const { settled, next } = look(steps, {}, at(0));
    expect(settled).toEqual({
      w: expect.objectContaining({ status: 'waiting', dueAt: new Date(at(60)).toISOString() }),
    });
    expect(next).toEqual({ kind: 'proceed', start: [], held: 0, wakeAt: at(60) });
  });
  test('ends by the clock', () => {
    const { settled } = look(steps, {}, at(0));
    expect(look(steps, settled, at(59)).next).toMatchObject({ start: [], wakeAt: at(60) });
    const over = look(steps, settled, at(60));
    expect(over.settled['w']).toMatchObject({ status: 'completed', duration: 60_000 });
    expect(over.next).toMatchObject({ start: [{ key: 'z' }] });
  });
  test.each<[string, Step, Json, number]>([
    ['a time', wait('w', { until: '2026-01-01T00:02:00Z' }), {}, 120],
    ['a template of seconds', wait('w', { seconds: '{{input.pause}}' }), { pause: 30 }, 30],
    ['a template of a time', wait('w', { until: '{{input.at}}' }), { at: '2026-01-01T00:00:45Z' }, 45],
  ])('waits for %s', (_name, step, input, seconds) => {
    expect(look([step], {}, at(0), input).next).toMatchObject({ wakeAt: at(seconds) });
  });
  test.each<[string, Step, Json]>([
    ['no time', wait('w', { until: '{{input.at}}' }), { at: 'soon' }],
    ['no number', wait('w', { seconds: '{{input.n}}' }), { n: 'many' }],
    ['a time too far off', wait('w', { until: '2036-01-01T00:00:00Z' }), {}],
    ['nothing', wait('w', { seconds: '{{input.n}}' }), {}],
  ])('fails over %s', (_name, step, input) => {
    expect(look([step], {}, at(0), input).next).toMatchObject({
      kind: 'fail',
      error: { code: 'STEP_INPUT_INVALID' },
    });
  });
  test('that is over already does not stop the run', () => {
    expect(look([wait('w', { seconds: 0 }), call('z')], {}, at(0)).next).toMatchObject({
      start: [{ key: 'z' }],
    });
  });
});

describe('an approval', () => {
  const steps = [
    approval('ok', { message: 'Pay {{input.sum}}?', expiresAfterSeconds: 3600 }),
    call('pay', 'POST'),
  ];

  test('holds the run and asks', () => {
    const { settled, next } = look(steps, {}, at(0), { sum: 5 });
    expect(settled['ok']).toMatchObject({ status: 'held', input: { message: 'Pay 5?' } });
    expect(next).toEqual({ kind: 'proceed', start: [], held: 1, wakeAt: at(3600) });
  });
  test('goes on when it has been answered', () => {
    expect(
      look(steps, { ok: record('completed', { output: { approved: true } }) }, at(1)).next,
    ).toMatchObject({
      start: [{ key: 'pay' }],
    });
  });
  test('fails when nobody answers', () => {
    const { settled } = look(steps, {}, at(0), { sum: 5 });
    expect(look(steps, settled, at(3600)).next).toMatchObject({
      kind: 'fail',
      error: { code: 'APPROVAL_EXPIRED' },
    });
  });
});

describe('a step that waits for its next try', () => {
  const journal = { a: record('waiting', { dueAt: new Date(at(10)).toISOString() }) };
  test('is not started before', () =>
    expect(look([call('a')], journal, at(9)).next).toMatchObject({ start: [], wakeAt: at(10) }));
  test('is started when it is due', () =>
    expect(look([call('a')], journal, at(10)).next).toMatchObject({ start: [{ key: 'a' }] }));
});
