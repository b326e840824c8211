import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkCredential, newCredential } from './new-credential.ts';
import type { SampleDefinition } from './sample.ts';
import { serveSample } from './serve-sample.ts';

/** Where the module is the one that Node was started with: `node FILE [--port 4010] [--credential TEXT]`. */
export async function runAlone(definition: SampleDefinition, moduleUrl: string): Promise<void> {
  if (process.argv[1] === undefined || pathToFileURL(process.argv[1]).href !== moduleUrl) return;
  const { values } = parseArgs({
    options: { port: { type: 'string' }, credential: { type: 'string' } },
  });
  const sample = await serveSample(definition, {
    port: values.port === undefined ? definition.port : Number(values.port),
    credential: checkCredential(definition, values.credential ?? newCredential(definition)),
    now: Date.now,
  });
  const { type, headerName, value } = sample.authHint;
  console.log(`${sample.name}: ${sample.documentUrl}`);
  console.log(`${type}${headerName === undefined ? '' : ` in ${headerName}`}: ${value}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sample.close());
}
