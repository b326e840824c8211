import * as z from 'zod';
import { CallLimit, CredentialSecret } from '../domain/connection.ts';
import { EndpointInputs } from './endpoint-inputs.ts';
import { authTypeInput, baseUrl, url } from './connection-inputs.ts';

const members = {
  name: z.lazy(() => z.string().trim().min(1).max(100)),
  description: z.lazy(() => z.string().max(2000)),
  authConfig: z.lazy(() =>
    CredentialSecret.optional().meta({ description: 'New credentials; left out, the stored ones stay.' }),
  ),
  endpoints: z.lazy(() =>
    EndpointInputs.optional().meta({
      description: 'Of an API without a document: these in place of all that it has. Left out, they stay.',
    }),
  ),
  status: z.lazy(() =>
    z
      .string()
      .transform((text) => text.toUpperCase())
      .pipe(z.enum(['ACTIVE', 'INACTIVE']))
      .optional()
      .meta({ description: 'active or inactive, in any case. An inactive connection is not called.' }),
  ),
};

/** What PATCH changes of a connection: the members it names. Null takes one away. */
export const ConnectionPatch = z.lazy(() =>
  z.strictObject({
    name: members.name.optional(),
    description: members.description.optional(),
    baseUrl: baseUrl.optional(),
    authType: authTypeInput.optional(),
    authConfig: members.authConfig,
    documentationUrl: url.nullable().optional(),
    status: members.status,
    rateLimit: CallLimit.nullable().optional(),
    endpoints: members.endpoints,
  }),
);
export type ConnectionPatch = z.infer<typeof ConnectionPatch>;

/** What PUT puts in the place of a connection: members that are left out are as in a new one. */
export const ConnectionReplacement = z.lazy(() =>
  z.strictObject({
    name: members.name,
    description: members.description.default(''),
    baseUrl,
    authType: authTypeInput.default('none'),
    authConfig: members.authConfig,
    documentationUrl: url.optional(),
    status: members.status,
    rateLimit: CallLimit.optional(),
    endpoints: members.endpoints,
  }),
);
export type ConnectionReplacement = z.infer<typeof ConnectionReplacement>;
