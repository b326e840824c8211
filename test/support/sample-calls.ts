import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { request } from 'undici';
import * as z from 'zod';
import type { RunningSample } from '../../local/samples/index.ts';

/** Calls a sample with its own credential, another one, or none. The body is undefined where it is not JSON. */
export async function callSample(
  { url, authHint }: RunningSample,
  call: {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    readonly raw?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly credential?: string;
    readonly anonymous?: boolean;
  },
): Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: unknown;
}> {
  const { method, path, body, raw, credential = authHint.value, anonymous = false } = call;
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const authorization = {
    api_key: { [authHint.headerName ?? '']: credential },
    bearer: { authorization: `Bearer ${credential}` },
    basic: { authorization: `Basic ${Buffer.from(credential).toString('base64')}` },
  }[authHint.type];
  const answer = await request(`${url}${path}`, {
    // undici narrows methods to a list; tests use the ordinary ones.
    method: method as 'GET',
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(anonymous ? {} : authorization),
      ...call.headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await answer.body.text();
  const isJson = answer.headers['content-type'] === 'application/json';
  const { statusCode: status, headers } = answer;
  return { status, headers, text, body: isJson ? JSON.parse(text) : undefined };
}

const Described = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
});
const Document = z.looseObject({
  openapi: z.string(),
  servers: z.array(z.object({ url: z.string() }).loose()),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(z.string(), z.record(z.string(), Described)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.looseObject({ example: z.unknown().optional() })),
    securitySchemes: z.record(z.string(), z.unknown()),
  }),
});
type Document = z.output<typeof Document>;

/** The document of a sample, read without a credential. */
export async function readDocument(sample: RunningSample): Promise<Document> {
  const { body } = await callSample(sample, { method: 'GET', path: '/openapi.json', anonymous: true });
  return Document.parse(body);
}

/** The operations of a document with where they stand in it. */
export function describedOperations({ paths }: Document) {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      path,
      method,
      /** JSON pointer to the schema of its answer with a status. */
      answerPointer: (status: number) =>
        `/paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}/content/application~1json/schema`,
    })),
  );
}

/** Checks values against the schema at a JSON pointer of a document; returns what does not fit. */
export function schemaCheck(document: Document): (pointer: string, value: unknown) => readonly string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  return (pointer, value) => {
    const validate = ajv.compile({ $ref: `document#${encodeURI(pointer)}` });
    return validate(value) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
  };
}
