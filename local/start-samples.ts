import * as z from 'zod';
import type { Settings } from './settings.ts';
import type { Shutdown } from './shutdown.ts';

/** An ordinary HTTP server with its own OpenAPI document, to connect to without the internet. */
export interface SampleUpstream {
  readonly name: string;
  readonly url: string;
  readonly documentUrl: string;
  /** How to authenticate: what a connection's `authType` and `authConfig` are made of. */
  readonly authHint: { readonly type: string; readonly headerName?: string; readonly value: string };
  close(): Promise<void> | void;
}

const Ports = z.record(z.string(), z.int());

const SETTING = 'sample-ports';

/** Starts the sample upstreams on the ports of the last start, so that connections to them stay good. */
export async function startSampleUpstreams(settings: Settings, shutdown: Shutdown): Promise<readonly SampleUpstream[]> {
  const { startSamples } = await import('./samples/index.ts');
  const known = settings.get(SETTING);
  const samples = await startSamples(known === undefined ? {} : { ports: Ports.parse(JSON.parse(known)) });
  for (const sample of samples) shutdown.add(sample.name, async () => sample.close());
  const ports = samples.map(({ name, url }) => [name, Number(new URL(url).port)] as const);
  settings.set(SETTING, JSON.stringify(Object.fromEntries(ports)));
  return samples;
}
