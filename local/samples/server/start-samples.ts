import { chatWorkspace } from '../chat-workspace/definition.ts';
import { crm } from '../crm/definition.ts';
import { petStore } from '../pet-store/definition.ts';
import { checkCredential, newCredential } from './new-credential.ts';
import type { RunningSample } from './sample.ts';
import { serveSample } from './serve-sample.ts';

const SAMPLES = [petStore, chatWorkspace, crm];

/**
 * Starts the sample APIs on the loopback address: 'Pet Store', 'Chat Workspace' and 'CRM', over fresh state.
 * `ports` and `credentials` go by these names. A port that is taken gives way to the next free one (0 takes any);
 * a credential that is not given is generated. Keep both to keep the connections to the samples good over a restart.
 */
export async function startSamples(
  options: {
    readonly ports?: Readonly<Record<string, number>>;
    readonly credentials?: Readonly<Record<string, string>>;
    readonly now?: () => number;
  } = {},
): Promise<readonly RunningSample[]> {
  const { ports = {}, credentials = {}, now = Date.now } = options;
  const running: RunningSample[] = [];
  try {
    // One after the other, so that they do not race for each other's ports.
    for (const sample of SAMPLES) {
      const credential = checkCredential(sample, credentials[sample.name] ?? newCredential(sample));
      running.push(await serveSample(sample, { port: ports[sample.name] ?? sample.port, credential, now }));
    }
  } catch (error) {
    await Promise.all(running.map(async (sample) => sample.close()));
    throw error;
  }
  return running;
}
