import { valueShower } from '../../functions/history/shown-values.ts';

const MB = 1024 * 1024;
const text = (bytes: number) => 'x'.repeat(bytes);

describe('the values that one answer shows', () => {
  it('are all there where they have room', () => {
    const show = valueShower();
    expect(show({ input: 1, output: [text(MB)] })).toEqual({ input: 1, output: [text(MB)] });
    expect(show({})).toEqual({});
    expect(show({ output: null })).toEqual({ output: null });
  });

  it('give way to their sizes beyond 4 MB together, and small ones behind them are shown', () => {
    const show = valueShower();
    expect(show({ output: text(3 * MB) })).toEqual({ output: text(3 * MB) });
    expect(show({ input: { a: 1 }, output: text(2 * MB) })).toEqual({
      input: { a: 1 },
      outputBytes: 2 * MB + 2,
    });
    expect(show({ output: 'small' })).toEqual({ output: 'small' });
  });
});
