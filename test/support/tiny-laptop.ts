import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { startLaptopCloud } from '../../local/laptop-cloud.ts';
import type { LaptopCloudOptions } from '../../local/laptop-cloud-types.ts';

const ASSEMBLY = join(import.meta.dirname, 'tiny-cloud');

/** The laptop cloud with the fixture template of `tiny-cloud/`, on fresh data unless some is given. */
export async function tinyLaptop(options: LaptopCloudOptions = {}) {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'tiny-cloud-')));
  const warnings: string[] = [];
  const cloud = await startLaptopCloud({
    data,
    port: 0,
    samples: false,
    assembly: ASSEMBLY,
    onLoud: (message) => void warnings.push(message),
    ...options,
  });
  return {
    cloud,
    data,
    warnings,
    /** Calls the public address. */
    async call(
      method: string,
      path: string,
      sent: { body?: unknown; headers?: Record<string, string> } = {},
    ) {
      const answer = await request(`${cloud.url}${path}`, {
        method,
        headers: {
          ...(sent.body !== undefined && { 'content-type': 'application/json' }),
          ...sent.headers,
        },
        ...(sent.body !== undefined && { body: JSON.stringify(sent.body) }),
      });
      const text = await answer.body.text();
      const json: unknown = text === '' ? undefined : JSON.parse(text);
      return { status: answer.statusCode, headers: answer.headers, json };
    },
    /** Stops it; the data stays with `keep`. */
    async stop({ keep = false }: { keep?: boolean } = {}) {
      await cloud.close();
      if (!keep) await rm(data, { recursive: true, force: true });
    },
  };
}

export type TinyLaptop = Awaited<ReturnType<typeof tinyLaptop>>;

/** Asks until `is` holds; fails with the last answer after five seconds. */
export async function eventually<T>(ask: () => Promise<T> | T, is: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const value = await ask();
    if (is(value)) return value;
    if (Date.now() > deadline)
      throw new Error(`It did not come about; the last answer: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
