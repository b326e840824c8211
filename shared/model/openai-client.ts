import type { APIError, OpenAI } from 'openai';
import { AppError } from '../domain/errors.ts';
import type { TokenCount } from '../domain/cost/model-prices.ts';
import type { Json } from '../domain/json.ts';
import type { Secret } from '../domain/secret.ts';
import type { ModelClient, ModelRequest } from '../ports.ts';
import { boundedFetch } from './bounded-fetch.ts';

/** What a plan needs; cheap and good at tool calling. Deployments name their own. */
const DEFAULT_MODEL = 'gpt-4.1-mini';
const MAX_OUTPUT_TOKENS = 4000;
const SEED = 7;

interface Answer {
  readonly json: Json;
  readonly tokens?: TokenCount;
}

/**
 * A model behind the Chat Completions API of OpenAI or a server that speaks it (Azure, vLLM, Ollama …), through one strict
 * function call. `baseUrl` is configuration of the deployment, never a user's. `complete` answers the function's
 * arguments, or the text where they are no JSON; it throws AI_SERVICE_ERROR with a sentence that holds no secret. The SDK
 * is loaded at the first call.
 */
export function createOpenAiClient({
  apiKey,
  baseUrl,
  model = DEFAULT_MODEL,
  fetch = boundedFetch,
}: {
  readonly apiKey: Secret<string>;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly fetch?: typeof globalThis.fetch;
}): ModelClient {
  let client: Promise<{ api: OpenAI; isApiError: (error: unknown) => error is APIError }> | undefined;
  let tunable = true;
  const load = () =>
    (client ??= import('openai').then((sdk) => ({
      api: new sdk.OpenAI({
        apiKey: apiKey.reveal(),
        ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
        maxRetries: 0,
        fetch,
        logLevel: 'off',
      }),
      isApiError: (error: unknown): error is APIError => error instanceof sdk.APIError,
    })));

  return {
    model,
    async complete(request) {
      const { api, isApiError } = await load();
      const signal = AbortSignal.timeout(Math.max(1, Math.floor(request.timeoutMs)));
      try {
        return await send(api, request, signal);
      } catch (error) {
        throw new AppError('AI_SERVICE_ERROR', sentenceFor(error, signal, isApiError));
      }

      /** Some models refuse a temperature or a seed: then, and from then on, both are left out. */
      async function send(sdk: OpenAI, asked: ModelRequest, until: AbortSignal): Promise<Answer> {
        try {
          return await call(sdk, asked, until, tunable ? { temperature: 0, seed: SEED } : {});
        } catch (error) {
          if (!tunable || !isApiError(error) || error.status !== 400) throw error;
          const answer = await call(sdk, asked, until, {});
          tunable = false;
          return answer;
        }
      }
    },
  };

  async function call(
    api: OpenAI,
    { system, messages, schema, schemaName, timeoutMs }: ModelRequest,
    signal: AbortSignal,
    tuning: { readonly temperature?: number; readonly seed?: number },
  ): Promise<Answer> {
    const completion = await api.chat.completions.create(
      {
        model,
        messages: [{ role: 'system', content: system }, ...messages],
        tools: [
          { type: 'function', function: { name: schemaName, parameters: { ...schema }, strict: true } },
        ],
        tool_choice: { type: 'function', function: { name: schemaName } },
        max_completion_tokens: MAX_OUTPUT_TOKENS,
        ...tuning,
      },
      { signal, timeout: Math.max(1, Math.floor(timeoutMs)) },
    );
    const message = completion.choices?.[0]?.message;
    const tool = message?.tool_calls?.find((item) => item.type === 'function');
    const text = tool?.function.arguments ?? message?.content;
    if (typeof text !== 'string')
      throw new AppError('AI_SERVICE_ERROR', 'The language model answered nothing.');
    const { usage } = completion;
    return {
      json: parse(text),
      ...(usage ? { tokens: { input: usage.prompt_tokens, output: usage.completion_tokens } } : {}),
    };
  }
}

/** The arguments; a text that is no JSON is given back as it is, cut, so that the planner can have it repaired. */
function parse(text: string): Json {
  try {
    // JSON.parse answers JSON values only.
    return JSON.parse(text) as Json;
  } catch {
    return text.slice(0, 2000);
  }
}

function sentenceFor(
  error: unknown,
  signal: AbortSignal,
  isApiError: (error: unknown) => error is APIError,
): string {
  if (error instanceof AppError) return error.message;
  if (signal.aborted) return 'The language model did not answer in time.';
  if (!isApiError(error) || error.status === undefined) return 'The language model could not be reached.';
  if (error.status === 401 || error.status === 403) return 'The language model refused our key.';
  if (error.status === 429) return 'The language model is over its rate limit or quota.';
  return `The language model answered with an error (HTTP ${error.status}).`;
}
