import { createSandbox } from '../../shared/expressions/sandbox.ts';

const readable = new URL('../../', import.meta.url).pathname;
const worker = new URL('../../shared/expressions/worker.ts', import.meta.url);
const limits = { timeoutMs: 1000, maxOutputBytes: 10_000, maxMemoryMb: 64 };

describe('the expression sandbox', () => {
  const sandbox = createSandbox({ worker, readable, limits });
  afterAll(() => sandbox.close());

  test.each([
    ['a path', 'steps.pets[0].name', 'Rex'],
    ['an aggregate', '$sum(steps.pets.age)', 7],
    ['a regular expression', '$match(input.text, /a(b+)c/).groups[0]', 'bb'],
    ['a replacement by pattern', '$replace(input.text, /b/, "x")', 'axxc'],
    ['a missing value', 'steps.nothing.here', null],
    ['an object', '{"n": input.text}', { n: 'abbc' }],
  ])('evaluates %s', async (_name, expression, expected) => {
    const input = {
      input: { text: 'abbc' },
      steps: {
        pets: [
          { name: 'Rex', age: 3 },
          { name: 'Tom', age: 4 },
        ],
      },
    };
    expect(await sandbox.evaluate(expression, input)).toEqual(expected);
  });

  test.each([
    ['an endless recursion', '($f := function(){ $f() }; $f())'],
    ['a deep recursion', '($f := function($n){ 1 + $f($n + 1) }; $f(0))'],
    ['a large range', '[1..9999999].($string($) & "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx")'],
    ['a large output', '$join([1..9000].$string($))'],
    ['a look-behind', '$match("aaa", /(?<=a)b/)'],
    ['a back-reference', '$match("aaa", /(a)\\1/)'],
    ['a syntax error', '$$$ ((('],
    ['a call of nothing', '$nowhere(1)'],
    ['the constructor', '$process()'],
  ])('refuses %s and lives on', async (_name, expression) => {
    await expect(sandbox.evaluate(expression, {})).rejects.toMatchObject({ code: 'TRANSFORM_FAILED' });
    expect(await sandbox.evaluate('1 + 1', {})).toBe(2);
  });

  test('a pattern that explodes by back-tracking is answered in linear time', async () => {
    const text = `${'a'.repeat(5000)}!`;
    expect(await sandbox.evaluate('$contains(input, /^(a+)+$/)', { input: text })).toBe(false);
  });

  test('sees no environment and no module', async () => {
    for (const expression of ['process', 'require', 'global', '$$.constructor', '$.__proto__']) {
      const seen = await sandbox.evaluate(expression, { a: 1 });
      expect(JSON.stringify(seen)).not.toMatch(/PATH|native code/);
    }
  });

  test('parallel requests wait for each other and all answer', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => sandbox.evaluate(`${n} * 2`, {})));
    expect(all).toEqual(Array.from({ length: 20 }, (_, n) => n * 2));
  });
});
