import * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import type { Clock } from '../ports.ts';

/** How to reach the language model. */
export interface ModelSettings {
  readonly apiKey: Secret<string>;
  /** Of any service that speaks OpenAI's protocol. */
  readonly baseUrl?: string;
  readonly model?: string;
}

/** The value of an encrypted parameter; undefined where there is none. */
export type ReadParameter = (name: string) => Promise<string | undefined>;

const LIFE_MS = 5 * 60_000;

const StoredSettings = z.lazy(() =>
  z.object({
    apiKey: z.string().min(1),
    baseUrl: z.exactOptional(z.url()),
    model: z.exactOptional(z.string().min(1)),
  }),
);

/** Reads the model's settings, at most every five minutes. AI_SERVICE_ERROR where they cannot be read. */
export function createModelSettings({
  parameter,
  readParameter,
  clock,
}: {
  parameter: string;
  readParameter: ReadParameter;
  clock: Clock;
}): () => Promise<ModelSettings | undefined> {
  let cached: { readonly until: number; readonly settings: ModelSettings | undefined } | undefined;
  return async () => {
    if (cached !== undefined && cached.until > clock.now()) return cached.settings;
    const settings = await read();
    cached = { until: clock.now() + LIFE_MS, settings };
    return settings;
  };

  async function read(): Promise<ModelSettings | undefined> {
    const text = await readParameter(parameter).catch((error: unknown) => {
      throw new AppError('AI_SERVICE_ERROR', 'The settings of the language model cannot be read.', {
        cause: error,
      });
    });
    return text === undefined ? undefined : parseSettings(text);
  }
}

function parseSettings(text: string): ModelSettings {
  // Neither parser's message is passed on: both quote what they were given, and that is a key.
  const parsed = StoredSettings.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new AppError(
      'AI_SERVICE_ERROR',
      'The settings of the language model are not {"apiKey", "baseUrl"?, "model"?}.',
    );
  }
  return { ...parsed.data, apiKey: new Secret(parsed.data.apiKey) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
