import { createHash } from 'node:crypto';

import type { Json } from '../../local/asl/json.ts';
import { outputOf, runMachine } from '../support/run-machine.ts';

const pass = (Output: Json) => ({ A: { Type: 'Pass', Output, End: true } });
const sha = (name: string, text: string) => createHash(name).update(text).digest('hex');

describe('JSONata as Step Functions speaks it', () => {
  const table: { expression: string; output: Json; input?: Json }[] = [
    { expression: '$partition([1,2,3,4,5], 2)', output: [[1, 2], [3, 4], [5]] },
    { expression: '$partition([1,2], 5)', output: [[1, 2]] },
    { expression: '$range(0, 10, 3)', output: [0, 3, 6, 9] },
    { expression: '$range(5, 1, -2)', output: [5, 3, 1] },
    { expression: '$count($range(1, 1000, 1))', output: 1000 },
    { expression: "$hash('input', 'MD5')", output: sha('md5', 'input') },
    { expression: "$hash('input', 'SHA-1')", output: sha('sha1', 'input') },
    { expression: "$hash('input', 'SHA-256')", output: sha('sha256', 'input') },
    { expression: "$hash('input', 'SHA-384')", output: sha('sha384', 'input') },
    { expression: "$hash('input', 'SHA-512')", output: sha('sha512', 'input') },
    { expression: '$random()', output: 0.5 },
    { expression: '$random(42) = $random(42)', output: true },
    { expression: '$random(42) = $random(43)', output: false },
    { expression: '$random(42) >= 0 and $random(42) < 1', output: true },
    { expression: '$uuid()', output: 'uuid-1' },
    { expression: '$parse(\'{"a":[1,null]}\')', output: { a: [1, null] } },
    { expression: '$now()', output: '2026-01-01T00:00:00.000Z' },
    { expression: "$now('[Y0001]-[M01]')", output: '2026-01' },
    { expression: '$millis()', output: Date.UTC(2026, 0, 1) },
    { expression: '$states.input.items[price > 5].name', output: ['b', 'c'] },
    { expression: '$states.input.items[price > 15].name', output: 'c' },
    { expression: '{"known": 1, "absent": $states.input.absent}', output: { known: 1 } },
    { expression: '$states.input.items ~> $map(function($i) { $i.price })', output: [1, 10, 20] },
    { expression: '( $a := 2; $a * 3 )', output: 6 },
    { expression: 'null', output: null },
  ];
  const input = {
    items: [
      { name: 'a', price: 1 },
      { name: 'b', price: 10 },
      { name: 'c', price: 20 },
    ],
  };
  test.each(table)('$expression', async ({ expression, output }) => {
    expect(await outputOf({ states: pass(`{% ${expression} %}`), input })).toEqual(output);
  });

  const failing: { expression: string; cause: string }[] = [
    {
      expression: '$states.input.absent',
      cause: "specified for the field 'Output/x' returned nothing (undefined).",
    },
    { expression: '$unknown', cause: 'returned nothing (undefined).' },
    { expression: '$', cause: 'returned nothing (undefined).' },
    { expression: '$$', cause: 'returned nothing (undefined).' },
    { expression: '$states.result', cause: 'returned nothing (undefined).' },
    { expression: '$states.errorOutput', cause: 'returned nothing (undefined).' },
    { expression: '$sum', cause: 'returned something that is not JSON.' },
    { expression: '[function($x) { $x }]', cause: 'returned something that is not JSON.' },
    { expression: "'a' + 1", cause: 'threw an error during evaluation. T2001' },
    { expression: "$error('stop here')", cause: 'stop here' },
    { expression: '$partition([1], 0)', cause: 'positive integer' },
    { expression: '$range(1, 10, 0)', cause: 'a step other than 0' },
    { expression: '$range(1, 1001, 1)', cause: 'at most 1000' },
    { expression: "$hash('x', 'CRC')", cause: '$hash knows MD5' },
    { expression: "$parse('{')", cause: 'threw an error during evaluation.' },
    { expression: '$parse(1)', cause: 'T0410' },
  ];
  test.each(failing)('$expression fails', async ({ expression, cause }) => {
    const ending = await runMachine({ states: pass({ x: `{% ${expression} %}` }), input });
    expect(ending).toEqual({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(cause),
    });
  });

  test('the cause names state, event, expression and field as AWS does', async () => {
    expect(await runMachine({ states: pass({ x: ['{% $gone %}'] }) })).toEqual({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause:
        "An error occurred while executing the state 'A' (entered at the event id #1). The JSONata expression '$gone' " +
        "specified for the field 'Output/x/0' returned nothing (undefined).",
    });
  });

  test('an expression that never ends is stopped', async () => {
    const ending = await runMachine({ states: pass('{% ($f := function($n) { 1 + $f($n) }; $f(1)) %}') });
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });

  test('what is not written {% … %} is itself', async () => {
    const literals = { a: '$states.input', b: ' {% 1 %}', 'c.$': '{ % 1 % }', d: 5 };
    expect(await outputOf({ states: pass(literals) })).toEqual(literals);
  });
});
