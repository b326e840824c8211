import * as z from 'zod';

/** The one table of id prefixes; an id is the prefix, `_`, and 26 characters that sort by time. */
export const ID_PREFIXES = {
  workspace: 'ws',
  connection: 'conn',
  credential: 'cred',
  plan: 'plan',
  workflow: 'wf',
  run: 'run',
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
