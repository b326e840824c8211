import * as z from 'zod';
import { HTTP_METHODS } from '../catalogue.ts';
import { idSchema } from '../ids.ts';
import { JsonObject } from '../json.ts';
import { CallBinding } from './call-binding.ts';
import { EFFECTS } from './effect.ts';

/**
 * The operation that takes a call back, as a person writes it: by method and endpoint, or by its `operationId`. In its
 * parameters `{{input.x}}` is what the step was given and `{{output.x}}` what it was answered.
 */
export const ReverseInput = z.lazy(() =>
  z
    .strictObject({
      /** The connection of the step unless given. */
      apiConnectionId: z.exactOptional(idSchema('connection')),
      method: z.exactOptional(
        z
          .string()
          .transform((text) => text.toUpperCase())
          .pipe(z.enum(HTTP_METHODS)),
      ),
      endpoint: z.exactOptional(z.string().min(1).max(2048)),
      operationId: z.exactOptional(z.string().min(1).max(500)),
      parameters: z.exactOptional(JsonObject),
    })
    .refine(
      ({ method, endpoint, operationId }) =>
        operationId === undefined
          ? method !== undefined && endpoint !== undefined
          : method === undefined && endpoint === undefined,
      { path: ['operationId'], message: 'Give either method and endpoint, or operationId.' },
    )
    .meta({ id: 'ReverseInput' }),
);
export type ReverseInput = z.infer<typeof ReverseInput>;

/** The same, checked. */
export const Reverse = z.lazy(() =>
  z
    .object({
      apiConnectionId: z.string(),
      method: z.enum(HTTP_METHODS),
      endpoint: z.string(),
      parameters: JsonObject,
      effect: z.enum(EFFECTS),
      binding: CallBinding,
    })
    .meta({ id: 'Reverse' }),
);
export type Reverse = z.infer<typeof Reverse>;
