/**
 * What the makers of language models ask, in US dollars a million tokens, without discounts for batches and cached input. Data
 * to be looked after: read from `source` as it stood on `asOf`.
 */
const MODEL_PRICES = {
  asOf: '2026-04-01',
  source: 'https://openai.com/api/pricing/',
  usdPerMillion: {
    'gpt-4.1': { input: 2, output: 8 },
    'gpt-4.1-mini': { input: 0.4, output: 1.6 },
    'gpt-4.1-nano': { input: 0.1, output: 0.4 },
    'gpt-4o': { input: 2.5, output: 10 },
    'gpt-4o-mini': { input: 0.15, output: 0.6 },
    'gpt-5': { input: 1.25, output: 10 },
    'gpt-5-mini': { input: 0.25, output: 2 },
    'gpt-5-nano': { input: 0.05, output: 0.4 },
    'o4-mini': { input: 1.1, output: 4.4 },
  } as Readonly<Record<string, { readonly input: number; readonly output: number }>>,
};

/** Tokens as the server of a model counts them. */
export interface TokenCount {
  readonly input: number;
  readonly output: number;
}

/** US dollars; null for a model whose price is not known, as of one's own. A dated name (`gpt-4.1-2025-04-14`) costs what its family does. */
export function costOfTokens(model: string, { input, output }: TokenCount): number | null {
  const price = MODEL_PRICES.usdPerMillion[model.replace(/-\d{4}-\d{2}-\d{2}$/, '')];
  return price === undefined ? null : (input * price.input + output * price.output) / 1e6;
}
