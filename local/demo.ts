/**
 * `npm run demo [-- "a sentence"]`: the main job from registration to finished run, on fresh data and a free port.
 * Exits 0 only if the upstreams received the calls. `--stop NAME` stops a sample upstream before the run, to see what
 * a person sees then.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDemoClient } from './demo/client.ts';
import { narrate } from './demo/narrate.ts';
import { startLaptopCloud } from './laptop-cloud.ts';

const DEFAULT_SENTENCE = 'find the available pets and tell #adoptions about the first one';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stop: { type: 'string', multiple: true, default: [] } },
});
const sentence = positionals.join(' ') || DEFAULT_SENTENCE;

const data = await mkdtemp(join(tmpdir(), 'apiq-demo-'));
const cloud = await startLaptopCloud({ data, port: 0 });
let failure: string | undefined;
try {
  await narrate({
    client: createDemoClient(cloud.url),
    samples: cloud.samples,
    sentence,
    stop: values.stop,
    print: console.log,
  });
} catch (error) {
  failure = error instanceof Error ? error.message : String(error);
} finally {
  await cloud.close();
  await rm(data, { recursive: true, force: true });
}
if (failure !== undefined) {
  console.error(`\nThe demo did not reach its end: ${failure}`);
}
process.exit(failure === undefined ? 0 : 1);
