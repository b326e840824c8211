import * as z from 'zod';
import { AUTH_TYPES, CredentialSecret } from '../domain/connection.ts';
import { idSchema } from '../domain/ids.ts';
import { JsonObject } from '../domain/json.ts';
import { Timestamp } from '../domain/timestamp.ts';
import { EndpointInputs } from './endpoint-inputs.ts';

/** An address of an API or a document. */
export const url = z.lazy(() => z.url({ protocol: /^https?$/ }).max(2048));
/** How an API authenticates, in any case. */
export const authTypeInput = z.lazy(() =>
  z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(AUTH_TYPES))
    .meta({ description: `One of ${AUTH_TYPES.join(', ')}, in any case.` }),
);

/** Calls are made below it, so it is no place for a query, a fragment or a password. */
export const baseUrl = url.refine(
  (text) =>
    !/[?#]/.test(text) &&
    URL.canParse(text) &&
    new URL(text).username === '' &&
    new URL(text).password === '',
  'A base URL has no query, no fragment and no credentials.',
);

/** An inline document may have 5 MB; larger ones come by URL or by upload. */
const MAX_INLINE_DOCUMENT = 5 * 1024 * 1024;

/** What connects an API; which members need or exclude each other is the handler's to say. */
export const NewConnection = z.lazy(() =>
  z.strictObject({
    preset: z.string().min(1).max(100).optional().meta({
      description: 'Id or name of one of GET /presets: what is left out here is as it says, and more may be.',
    }),
    variables: z
      .record(z.string().max(100), z.string().max(253))
      .optional()
      .meta({ description: 'Of the base URL of the preset.' }),
    name: z.string().trim().min(1).max(100).optional().meta({ description: 'Required without a preset.' }),
    description: z.string().max(2000).optional(),
    baseUrl: baseUrl.optional().meta({ description: 'Left out: the first server of the document.' }),
    authType: authTypeInput.optional().meta({ description: 'Left out: none.' }),
    authConfig: CredentialSecret.optional(),
    documentationUrl: url.optional(),
    document: z
      .union([
        z.strictObject({ url }),
        z.strictObject({ uploadId: idSchema('upload') }),
        z.strictObject({
          content: z.union([z.string().min(1).max(MAX_INLINE_DOCUMENT), JsonObject]),
        }),
      ])
      .optional(),
    endpoints: EndpointInputs.optional(),
  }),
);

/** What stores or replaces credentials. */
export const StoreCredentials = z.lazy(() =>
  z.strictObject({
    credentials: CredentialSecret,
    expiresAt: Timestamp.optional(),
  }),
);
