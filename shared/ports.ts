/** What the core needs from outside, one file a subject. */
export type * from './ports/changes.ts';
export type * from './ports/accounts.ts';
export type * from './ports/connections.ts';
export type * from './ports/credentials.ts';
export type * from './ports/workflows.ts';
export type * from './ports/runs.ts';
export type * from './ports/egress.ts';
export type { SecretContext } from './domain/credential-context.ts';
