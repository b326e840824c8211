import * as z from 'zod';
import { PARAMETER_PLACES } from '../catalogue.ts';

/** How the values of a call's parameters become an HTTP request; fixed when the plan is checked. */
export const CallBinding = z.lazy(() =>
  z
    .object({
      /** Absolute base URL; calls never leave its origin. */
      baseUrl: z.string(),
      /** Version of the catalogue it was checked against. */
      specHash: z.string(),
      parameters: z.array(
        z.object({
          name: z.string(),
          in: z.enum(PARAMETER_PLACES),
          style: z.string().optional(),
          explode: z.boolean().optional(),
        }),
      ),
      /** `properties`: parameters not named above are the members of the body; `whole`: the parameter `body` is it. */
      body: z.object({ contentType: z.string(), mode: z.enum(['properties', 'whole']) }).optional(),
    })
    .meta({ id: 'CallBinding' }),
);
export type CallBinding = z.infer<typeof CallBinding>;
