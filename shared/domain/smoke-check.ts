import * as z from 'zod';
import { CHECK_STATUSES } from './connection-check.ts';

/** What came of the one harmless call that is made to an API at night. */
export const SmokeCheck = z.lazy(() =>
  z.object({
    /** ISO 8601. */
    at: z.string(),
    /** `skipped`: nothing was called, or the answer says nothing; the message tells why. */
    status: z.enum(CHECK_STATUSES),
    /** As the document writes it, `GET /me`; absent where there is none that could be called. */
    operation: z.exactOptional(z.string()),
    /** A sentence for a person. */
    message: z.string(),
  }),
);
export type SmokeCheck = z.infer<typeof SmokeCheck>;
