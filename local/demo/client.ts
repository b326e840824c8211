import { request } from 'undici';
import * as z from 'zod';

/** What every answer of the API looks like from outside. */
const Envelope = z.looseObject({
  success: z.boolean(),
  data: z.unknown().optional(),
  error: z.string().optional(),
  code: z.string().optional(),
});

export interface DemoClient {
  /** Calls the public API and returns `data`; throws an Error with the API's own sentence. */
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
  /** Sends this token from now on. */
  signIn(token: string): void;
  /** Reads JSON from any address of this machine: the captured mail, a sample's request log. */
  read(url: string): Promise<unknown>;
  readonly base: string;
}

/** A client of the public HTTP API, as any user would write one. */
export function createDemoClient(base: string): DemoClient {
  let token: string | undefined;
  return {
    base,
    signIn(given) {
      token = given;
    },
    async read(url) {
      const { body } = await request(url);
      return body.json();
    },
    async call(method, path, body) {
      const response = await request(`${base}/api/v1${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = Envelope.parse(await response.body.json());
      if (!answer.success)
        throw new Error(`${method} ${path} answered ${response.statusCode} ${answer.code}: ${answer.error}`);
      return answer.data;
    },
  };
}
