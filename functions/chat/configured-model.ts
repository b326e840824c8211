import type { Secret } from '../../shared/domain/secret.ts';
import type { Log, ModelClient } from '../../shared/ports.ts';

/** How to reach a language model, as the deployment has it. */
interface Settings {
  readonly apiKey: Secret<string>;
  readonly baseUrl?: string;
  readonly model?: string;
}

/** The language model that is configured, or undefined; where the settings cannot be read the rules plan. */
export function configuredModel({
  settings,
  log,
}: {
  settings: () => Promise<Settings | undefined>;
  log: Log;
}): () => Promise<ModelClient | undefined> {
  let made: { readonly from: Settings; readonly client: ModelClient } | undefined;
  return async () => {
    const present = await settings().catch((error: unknown) => {
      log.warn('the settings of the language model cannot be read; the rules plan', { error });
      return undefined;
    });
    if (present === undefined) return undefined;
    if (made?.from === present) return made.client;
    const { createOpenAiClient } = await import('../../shared/model/openai-client.ts');
    made = { from: present, client: createOpenAiClient(present) };
    return made.client;
  };
}
