import * as z from 'zod';
import { Timestamp } from '../domain/timestamp.ts';

/** No larger document is ever read. */
export const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;

/** What announces an upload. */
export const NewUpload = z.lazy(() =>
  z.strictObject({
    fileName: z.string().min(1).max(255).optional().meta({ description: 'For your own logs; not kept.' }),
    sizeBytes: z.int().min(1).max(MAX_UPLOAD_BYTES),
  }),
);

/** Where a client puts a document itself. */
export const UploadView = z.lazy(() =>
  z
    .object({
      uploadId: z.string(),
      url: z.string().meta({ description: 'Takes one PUT, with exactly these headers and so many bytes.' }),
      method: z.literal('PUT'),
      headers: z.record(z.string(), z.string()),
      expiresAt: Timestamp,
      maxBytes: z.number().int(),
    })
    .meta({ id: 'Upload' }),
);
