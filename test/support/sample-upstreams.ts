import { request } from 'undici';
import { call, local } from './api-client.ts';

export interface Sample {
  readonly name: string;
  readonly url: string;
  readonly documentUrl: string;
  readonly authHint: { readonly type: string; readonly headerName?: string; readonly value: string };
}

/** A sample upstream of the laptop cloud, by a word of its name. */
export async function sample(word: string): Promise<Sample> {
  const all: Sample[] = await local('/samples');
  const found = all.find(({ name }) => name.toLowerCase().includes(word));
  if (found === undefined) throw new Error(`No sample is named like ${word}.`);
  return found;
}

/** The calls that an upstream has received, oldest first. */
export async function callsTo({
  url,
}: Sample): Promise<{ method: string; path: string; status: number; authenticated: boolean }[]> {
  const { body } = await request(`${url}/_requests`);
  // The samples answer a list of exactly these members.
  return (await body.json()) as { method: string; path: string; status: number; authenticated: boolean }[];
}

/** Makes the next requests to an upstream fail with a status. */
export async function breakUpstream(
  { url }: Sample,
  fault: { status?: number; delayMs?: number; count: number },
): Promise<void> {
  const { body } = await request(`${url}/_fault`, {
    method: 'POST',
    body: JSON.stringify(fault),
    headers: { 'content-type': 'application/json' },
  });
  await body.dump();
}

/** Limits the requests to an upstream; without a limit it has none. */
export async function limitUpstream(
  { url }: Sample,
  limit: { requests: number; perSeconds: number } = { requests: 0, perSeconds: 1 },
): Promise<void> {
  const { body } = await request(`${url}/_limit`, {
    method: 'POST',
    body: JSON.stringify(limit),
    headers: { 'content-type': 'application/json' },
  });
  await body.dump();
}

/** Connects a sample with its credential; returns the connection. */
export async function connect(upstream: Sample, token: string, name = upstream.name) {
  const { type, headerName, value } = upstream.authHint;
  const [username = '', password = ''] = value.split(':');
  const authConfig =
    type === 'api_key'
      ? { apiKey: value, headerName }
      : type === 'bearer'
        ? { token: value }
        : { username, password };
  const { body, text } = await call('POST', '/connections', {
    token,
    body: { name, authType: type, authConfig, documentationUrl: upstream.documentUrl },
  });
  if (body.data?.ingestionStatus !== 'SUCCEEDED') throw new Error(`Connecting answered ${text}`);
  return body.data;
}
