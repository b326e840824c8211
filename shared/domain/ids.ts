import * as z from 'zod';

/** The one table of id prefixes; an id is the prefix, `_`, and 26 characters that sort by time. */
export const ID_PREFIXES = {
  workspace: 'ws',
  connection: 'conn',
  credential: 'cred',
  ingestion: 'ing',
  upload: 'upl',
  chatSession: 'chat',
  plan: 'plan',
  workflow: 'wf',
  trigger: 'trg',
  run: 'run',
  approval: 'appr',
  event: 'evt',
  audit: 'log',
  request: 'req',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** The schema of one kind of id; anything else in its place is a request that does not fit. */
export function idSchema(kind: IdKind) {
  return z
    .string()
    .regex(new RegExp(`^${ID_PREFIXES[kind]}_[0-9A-Za-z]{16,64}$`))
    .meta({ example: `${ID_PREFIXES[kind]}_01JD4X7Q2M8V5N3K9R6T1W0Y4Z` });
}

/** The id of an operation of a connected API: a hash of its method and path. */
export const endpointId = z.lazy(() =>
  z
    .string()
    .regex(/^ep_[0-9a-f]{24}$/)
    .meta({ example: 'ep_8c1fa2b0c4d7e6f5a3928170' }),
);
