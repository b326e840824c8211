import type { Journal } from '../../../shared/engine/frame.ts';
import { scopeOf } from '../../../shared/engine/frame.ts';
import type { Step } from '../../../shared/domain/workflow.ts';
import { call, condition, failure, parallel, record, transform } from '../../support/steps.ts';

const outputs = (steps: readonly Step[], journal: Journal) =>
  scopeOf({ frame: { prefix: '', steps }, journal, input: {} }).steps;
const a = record('completed', { output: 1 });

describe('what later steps read of a step that holds others', () => {
  const both = parallel('both', [call('a')], [call('x'), call('b')]);
  const which = condition('which', [[call('a')]]);
  const instead = { steps: [transform('t')] };
  const t = record('completed', { output: 'instead' });
  const chose = record('completed', { branch: 0 });

  test.each<[string, Step, Journal, unknown]>([
    [
      'its branches by their last steps',
      both,
      { a, x: a, b: record('completed', { output: 2 }) },
      { a: 1, b: 2 },
    ],
    ['nothing before all have ended', both, { a, x: a }, undefined],
    ['nothing where one has failed', both, { a, x: failure }, undefined],
    ['null where a failure is passed over', { ...both, onError: 'continue' }, { a, x: failure }, null],
    ['what handles its failure', { ...both, onError: instead }, { a, x: failure, t }, 'instead'],
    ['what the branch gave that was chosen', which, { which: chose, a }, 1],
    [
      'null where that failed and is passed over',
      { ...which, onError: 'continue' },
      { which: chose, a: failure },
      null,
    ],
    ['what handles that', { ...which, onError: instead }, { which: chose, a: failure, t }, 'instead'],
  ])('%s', (_name, step, journal, expected) => {
    expect(outputs([step], journal)[step.id]).toEqual(expected);
  });
});
