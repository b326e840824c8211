import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import { Problem } from '../domain/connection.ts';
import { KeptSource, Validators, type IngestionMessage } from '../domain/ingestion.ts';
import type {
  DeferredIngestion,
  Ingester,
  IngestionRefusal,
  IngestionResult,
  KeptDocument,
} from '../ports.ts';
import { awsErrorName, rethrow } from './aws-error.ts';
import { clientOptions } from './client-options.ts';

/** Of a synchronous invocation's payload; "Lambda quotas" in the Lambda developer guide. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
/** An HTTP answer has 30 s; the ingest function's own limit is longer. */
const TIMEOUT_MS = 27_000;

const SecurityScheme = z.lazy(() =>
  z.object({
    type: z.enum(['apiKey', 'http', 'oauth2', 'openIdConnect', 'other']),
    in: z.exactOptional(z.enum(['header', 'query', 'cookie'])),
    name: z.exactOptional(z.string()),
    scheme: z.exactOptional(z.string()),
  }),
);

const Refusal = z.object({
  ok: z.literal(false),
  code: z.enum(['INVALID_DOCUMENT', 'API_CONNECTION_FAILED', 'EGRESS_REFUSED', 'RESOURCE_NOT_FOUND']),
  message: z.string(),
  problems: z.array(z.lazy(() => Problem)),
});

const Result = z.lazy(() =>
  z.discriminatedUnion('ok', [
    z.object({
      ok: z.literal(true),
      specHash: z.string(),
      title: z.string(),
      description: z.exactOptional(z.string()),
      servers: z.array(z.string()),
      securitySchemes: z.record(z.string(), SecurityScheme),
      endpointCount: z.number(),
      problems: z.array(Problem),
      problemCount: z.number(),
      validators: z.exactOptional(Validators),
    }),
    Refusal,
    z.object({ ok: z.literal('later'), source: KeptSource }),
  ]),
) satisfies z.ZodType<IngestionResult | DeferredIngestion>;

const Kept = z.lazy(() =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), source: KeptSource, isSmall: z.boolean() }),
    Refusal,
  ]),
) satisfies z.ZodType<KeptDocument | IngestionRefusal>;

/** Ingestion by the ingest function, whose memory and time are its own. */
export function createIngester({
  functionName,
  // Once: a second try would fetch and parse a large document again while the caller has stopped waiting.
  client = new LambdaClient(clientOptions({ requestTimeoutMs: TIMEOUT_MS, attempts: 1 })),
}: {
  functionName: string;
  client?: LambdaClient;
}): Ingester {
  const invoke = async (request: object): Promise<unknown> => {
    const payload = Buffer.from(JSON.stringify(request));
    if (payload.length > MAX_PAYLOAD_BYTES) throw tooLarge();
    const command = new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'RequestResponse',
      Payload: payload,
    });
    const answer = await client.send(command).catch((error: unknown) => {
      if (awsErrorName(error) === 'RequestTooLargeException') throw tooLarge();
      return rethrow(error);
    });
    const text = Buffer.from(answer.Payload ?? []).toString('utf8');
    if (answer.FunctionError !== undefined) {
      throw new AppError('SERVICE_UNAVAILABLE', 'The document could not be read just now. Try again.', {
        cause: new Error(`The ingest function failed: ${answer.FunctionError}.`),
      });
    }
    return JSON.parse(text);
  };
  return {
    ingest: async (request) => Result.parse(await invoke(request)),
    keep: async (keep) => Kept.parse(await invoke({ keep })),
    perform: async (message: IngestionMessage) => void (await invoke(message)),
  };
}

function tooLarge(): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', 'An inline document may be 6 MB at most; give its URL instead.');
}
