/** What the core needs from outside, one file a subject. */
export type * from './ports/changes.ts';
export type * from './ports/chat.ts';
export type * from './ports/accounts.ts';
export type * from './ports/connections.ts';
export type * from './ports/changes-of-documents.ts';
export type * from './ports/nightly.ts';
export type * from './ports/documents.ts';
export type * from './ports/ingestion.ts';
export type * from './ports/inspection.ts';
export type * from './ports/credentials.ts';
export type * from './ports/models.ts';
export type * from './ports/workflows.ts';
export type * from './ports/runs.ts';
export type * from './ports/lines.ts';
export type * from './ports/approvals.ts';
export type * from './ports/triggers.ts';
export type * from './ports/egress.ts';
export type * from './ports/upstream.ts';
export type { SecretContext } from './domain/credential-context.ts';
export type {
  DeferredIngestion,
  DocumentSource,
  IngestionRefusal,
  IngestionResult,
  Validators,
} from './domain/ingestion.ts';
