import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import * as z from 'zod';

const TIMEOUT_MS = 3_000;
const MAX_BYTES = 64 * 1024;

/** RSA signature keys alone; anything else in the set is not ours to trust. RFC 7517, RFC 7518 section 6.3.1. */
const Key = z.lazy(() =>
  z.object({
    kty: z.literal('RSA'),
    use: z.literal('sig'),
    alg: z.literal('RS256'),
    kid: z.string().min(1),
    n: z.string().min(1),
    e: z.string().min(1),
  }),
);
const KeySet = z.lazy(() => z.object({ keys: z.array(z.unknown()) }));

export type Jwks = { keys: z.infer<typeof Key>[] };

/** The issuer's public keys; rejects where they cannot be had. The address is the deployment's own. */
export async function fetchJwks(uri: string): Promise<Jwks> {
  const { keys } = KeySet.parse(JSON.parse(await fetchText(uri)));
  return { keys: keys.map((key) => Key.safeParse(key)).flatMap((key) => (key.success ? [key.data] : [])) };
}

/** The text of a small answer; no redirects. */
function fetchText(uri: string): Promise<string> {
  const get = new URL(uri).protocol === 'https:' ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    const request = get(uri, { signal: AbortSignal.timeout(TIMEOUT_MS) }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes > MAX_BYTES) request.destroy(new Error('The key set is too large.'));
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error(`The key set was answered with status ${response.statusCode}.`));
      });
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
