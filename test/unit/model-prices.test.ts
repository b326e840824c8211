import { costOfTokens } from '../../shared/domain/cost/model-prices.ts';

describe('costOfTokens', () => {
  it('is by the million, input and output apart', () => {
    expect(costOfTokens('gpt-4.1', { input: 1_000_000, output: 500_000 })).toBeCloseTo(6);
  });

  it('of a dated model is that of its family', () => {
    expect(costOfTokens('gpt-4.1-mini-2025-04-14', { input: 1000, output: 0 })).toBeCloseTo(0.0004);
  });

  it('is unknown of a model of one’s own', () => {
    expect(costOfTokens('llama-of-ours', { input: 1, output: 1 })).toBeNull();
  });
});
