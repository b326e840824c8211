import * as z from 'zod';
import type { Catalogue, DocumentProblem } from './catalogue.ts';

/** Why a document is read: for a new connection, or to see what has changed. */
export const INGESTION_KINDS = ['create', 'refresh'] as const;

/** A document that a worker can come back to: by its address, or among the uploads of the workspace. */
export const KeptSource = z.lazy(() =>
  z.union([z.object({ url: z.string() }), z.object({ uploadId: z.string() })]),
);
export type KeptSource = z.infer<typeof KeptSource>;

/** Where a document comes from. */
export type DocumentSource = KeptSource | { readonly content: string };

/** What a server said of the version it sent (RFC 9110, 8.8); sent back, it answers 304 where that still holds. */
export const Validators = z.lazy(() =>
  z.object({ etag: z.exactOptional(z.string()), lastModified: z.exactOptional(z.string()) }),
);
export type Validators = z.infer<typeof Validators>;

/** What a person may leave to the document. */
const LEFT_OPEN = ['baseUrl', 'auth', 'description'] as const;

/**
 * The latest reading of a connection's document; how far it has come is the connection's `ingestionStatus`. Whoever
 * reads may write only while this `id` is still the connection's: a newer request wins, and so does a delete.
 */
export const Ingestion = z.lazy(() =>
  z.object({
    id: z.string(),
    kind: z.enum(INGESTION_KINDS),
    /** What a worker reads; absent where the content came along and was read at once. */
    source: z.exactOptional(KeptSource),
    /** What the document is to fill in. */
    open: z.array(z.enum(LEFT_OPEN)),
    requestedAt: z.string(),
    startedAt: z.exactOptional(z.string()),
    finishedAt: z.exactOptional(z.string()),
    /** Operations of the catalogue and problems of the document, once it has been read. */
    operations: z.exactOptional(z.number()),
    problems: z.exactOptional(z.number()),
    /** Why it failed. */
    message: z.exactOptional(z.string()),
  }),
);
export type Ingestion = z.infer<typeof Ingestion>;

/** What a queue says of a reading that is due; everything else stands in the connection. */
export const IngestionMessage = z.lazy(() =>
  z.object({
    tenantId: z.string(),
    connectionId: z.string(),
    ingestionId: z.string(),
    /** `nightly`: a refresh that nobody asked for; the connection does not know of it yet. */
    kind: z.enum([...INGESTION_KINDS, 'nightly']),
  }),
);
export type IngestionMessage = z.infer<typeof IngestionMessage>;

/** What was read; the catalogue itself is in the bucket under `specHash`. */
export interface IngestionSuccess {
  readonly ok: true;
  readonly specHash: string;
  readonly title: string;
  readonly description?: string;
  readonly servers: readonly string[];
  readonly securitySchemes: Catalogue['securitySchemes'];
  readonly endpointCount: number;
  /** The first 50 … */
  readonly problems: readonly DocumentProblem[];
  /** … of so many. */
  readonly problemCount: number;
  /** Of a document that was fetched. */
  readonly validators?: Validators;
}

/** Why a source gave no catalogue; the message is for the person who named the source. */
export interface IngestionRefusal {
  readonly ok: false;
  /** RESOURCE_NOT_FOUND: there is no such upload. */
  readonly code: 'INVALID_DOCUMENT' | 'API_CONNECTION_FAILED' | 'EGRESS_REFUSED' | 'RESOURCE_NOT_FOUND';
  readonly message: string;
  readonly problems: readonly DocumentProblem[];
}

/** What reading a document gave. */
export type IngestionResult = IngestionSuccess | IngestionRefusal;

/** Too large or too slow to be waited for: a worker is to read `source`. */
export interface DeferredIngestion {
  readonly ok: 'later';
  readonly source: KeptSource;
}
