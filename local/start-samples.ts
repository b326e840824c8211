import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { seal, unseal } from './aws/kms-ciphertext.ts';
import type { RunningSample } from './samples/index.ts';
import type { Settings } from './settings.ts';
import type { Shutdown } from './shutdown.ts';

/** What is remembered of the samples, by their names. */
const Remembered = z.object({
  ports: z.record(z.string(), z.int()),
  credentials: z.record(z.string(), z.string()),
});

const SETTING = 'samples';
const KEY_SETTING = 'samples-key';
/** Names the key in the ciphertext; there is one only. */
const KEY_ID = '00000000-0000-4000-8000-000000000000';
const CONTEXT = { purpose: 'sample-apis' };

/** Starts the sample APIs with the ports and credentials of the last start, so that connections to them stay good. */
export async function startSampleUpstreams(
  settings: Settings,
  shutdown: Shutdown,
): Promise<readonly RunningSample[]> {
  // Loaded only where they are wanted.
  const { startSamples } = await import('./samples/index.ts');
  const samples = await startSamples(recall(settings));
  for (const sample of samples) shutdown.add(sample.name, () => sample.close());
  remember(settings, {
    ports: Object.fromEntries(samples.map(({ name, url }) => [name, Number(new URL(url).port)])),
    credentials: Object.fromEntries(samples.map(({ name, authHint }) => [name, authHint.value])),
  });
  return samples;
}

/** Sealed, so that no credential can be read in the data directory. */
function remember(settings: Settings, values: z.infer<typeof Remembered>): void {
  const plaintext = Buffer.from(JSON.stringify(values));
  const blob = seal({ keyId: KEY_ID, master: masterKey(settings), plaintext, context: CONTEXT });
  settings.set(SETTING, blob.toString('base64'));
}

function recall(settings: Settings): Partial<z.infer<typeof Remembered>> {
  const sealed = settings.get(SETTING);
  if (sealed === undefined) return {};
  const blob = Buffer.from(sealed, 'base64');
  const plaintext = unseal({ master: masterKey(settings), blob, context: CONTEXT });
  return plaintext === undefined ? {} : Remembered.parse(JSON.parse(plaintext.toString('utf8')));
}

function masterKey(settings: Settings): Buffer {
  const known = settings.get(KEY_SETTING) ?? randomBytes(32).toString('base64');
  settings.set(KEY_SETTING, known);
  return Buffer.from(known, 'base64');
}
