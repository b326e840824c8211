import * as z from 'zod';

/** An answer that is not JSON: a page, a script, a style sheet. */
export const Content = z.lazy(() =>
  z.object({
    contentType: z.string(),
    body: z.string(),
    cacheControl: z.string().optional(),
    contentSecurityPolicy: z.string().optional(),
  }),
);
