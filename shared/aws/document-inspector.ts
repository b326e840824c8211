import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { Problem } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import type { DocumentInspector, IngestionRefusal, Inspection } from '../ports.ts';
import { rethrow } from './aws-error.ts';
import { clientOptions } from './client-options.ts';

/** An HTTP answer has 30 s. */
const TIMEOUT_MS = 24_000;

const Result = z.lazy(() =>
  z.discriminatedUnion('ok', [
    z.object({
      ok: z.literal(true),
      changed: z.boolean(),
      endpoints: z.number(),
      newEndpoints: z.number(),
      removedEndpoints: z.number(),
    }),
    z.object({
      ok: z.literal(false),
      code: z.enum(['INVALID_DOCUMENT', 'API_CONNECTION_FAILED', 'EGRESS_REFUSED', 'RESOURCE_NOT_FOUND']),
      message: z.string(),
      problems: z.array(Problem),
    }),
  ]),
) satisfies z.ZodType<Inspection | IngestionRefusal>;

/** The looking at documents by the ingest function, which has the parser. */
export function createDocumentInspector({
  functionName,
  client = new LambdaClient(clientOptions({ requestTimeoutMs: TIMEOUT_MS, attempts: 1 })),
}: {
  functionName: string;
  client?: LambdaClient;
}): DocumentInspector {
  return {
    async inspect(request) {
      const answer = await client
        .send(
          new InvokeCommand({
            FunctionName: functionName,
            InvocationType: 'RequestResponse',
            Payload: Buffer.from(JSON.stringify({ inspect: request })),
          }),
        )
        .catch(rethrow);
      if (answer.FunctionError !== undefined) {
        throw new AppError('SERVICE_UNAVAILABLE', 'The document could not be read just now. Try again.', {
          cause: new Error(`The ingest function failed: ${answer.FunctionError}.`),
        });
      }
      return Result.parse(JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8')));
    },
  };
}
