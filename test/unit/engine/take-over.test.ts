import { entriesToTakeOver } from '../../../shared/engine/take-over.ts';
import { call, condition, failure, loop, record, transform } from '../../support/steps.ts';

const done = record('completed');

describe('what a run that begins again takes over', () => {
  const steps = [call('a'), call('b', 'POST'), transform('c')];
  const journal = { a: done, b: failure };

  test('is what has ended well', () => {
    expect(entriesToTakeOver({ journal, before: steps, after: steps })).toEqual({ a: done });
  });
  test('is what was skipped, and nothing that is open', () => {
    const open = { a: record('skipped'), b: record('running'), c: record('waiting') };
    expect(Object.keys(entriesToTakeOver({ journal: open, before: steps, after: steps }))).toEqual(['a']);
  });
  test('ends at the first step that has changed', () => {
    const all = { a: done, b: done, c: done };
    const after = [call('a'), call('b', 'POST', { endpoint: '/other' }), transform('c')];
    expect(Object.keys(entriesToTakeOver({ journal: all, before: steps, after }))).toEqual(['a']);
  });
  test('ends where a step was put in', () => {
    const after = [transform('new'), ...steps];
    expect(entriesToTakeOver({ journal, before: steps, after })).toEqual({});
  });
  test('keeps the passes of a loop that have ended', () => {
    const looped = [loop('each', [call('a'), call('b', 'POST')])];
    const passes = {
      'each[0].a': done,
      'each[0].b': done,
      'each[1].a': done,
      'each[1].b': failure,
      each: failure,
    };
    expect(Object.keys(entriesToTakeOver({ journal: passes, before: looped, after: looped }))).toEqual([
      'each[0].a',
      'each[0].b',
      'each[1].a',
    ]);
  });
  test('keeps what stands before a change inside a holder', () => {
    const before = [condition('c', [[call('a'), call('b')]]), transform('z')];
    const after = [condition('c', [[call('a'), call('b', 'GET', { endpoint: '/other' })]]), transform('z')];
    const entries = { c: record('completed', { branch: 0 }), a: done, b: done, z: done };
    expect(Object.keys(entriesToTakeOver({ journal: entries, before, after }))).toEqual(['c', 'a']);
  });
  test('drops a choice whose conditions have changed', () => {
    const before = [condition('c', [[call('a')]])];
    const after = [{ ...condition('c', [[call('a')]]), branches: [{ when: 'other', steps: [call('a')] }] }];
    expect(
      entriesToTakeOver({ journal: { c: record('completed', { branch: 0 }), a: done }, before, after }),
    ).toEqual({});
  });
});
