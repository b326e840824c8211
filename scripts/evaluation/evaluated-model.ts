import { costOfTokens, type TokenCount } from '../../shared/domain/cost/model-prices.ts';
import { Secret } from '../../shared/domain/secret.ts';
import { createOpenAiClient } from '../../shared/model/openai-client.ts';
import type { ModelClient } from '../../shared/ports.ts';

/** The model that the environment names as it names that of the laptop cloud (OPENAI_API_KEY, …), with what it has used. */
export function evaluatedModel(env: NodeJS.ProcessEnv): { client: ModelClient; report: () => string } {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: name } = env;
  if (apiKey === undefined) throw new Error('--planner model needs OPENAI_API_KEY.');
  const model = createOpenAiClient({
    apiKey: new Secret(apiKey),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(name === undefined ? {} : { model: name }),
  });
  let calls = 0;
  let used: TokenCount = { input: 0, output: 0 };
  return {
    client: {
      model: model.model,
      async complete(request) {
        calls += 1;
        const answer = await model.complete(request);
        const { input, output } = answer.tokens ?? { input: 0, output: 0 };
        used = { input: used.input + input, output: used.output + output };
        return answer;
      },
    },
    report() {
      const cost = costOfTokens(model.model, used);
      const price = cost === null ? 'price not known' : `${cost.toFixed(4)} USD`;
      return `${model.model}: ${calls} requests, ${used.input} tokens in, ${used.output} out, ${price}`;
    },
  };
}
