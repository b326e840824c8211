import type { Connection } from '../domain/connection.ts';
import type { DomainEvent } from '../domain/events.ts';
import type { DeferredIngestion, DocumentSource, Ingestion, IngestionResult } from '../domain/ingestion.ts';
import type { Settlement } from '../domain/settle-ingestion.ts';
import type { Change } from './changes.ts';

/** The reading of documents by a function whose memory and time are its own. */
export interface Ingester {
  /** Reads at once what is small and comes soon; the rest is for a worker. */
  ingest(request: {
    readonly tenantId: string;
    readonly source: DocumentSource;
  }): Promise<IngestionResult | DeferredIngestion>;
}

/** One reading of one connection's document. */
export interface IngestionRef {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly ingestionId: string;
}

/** The states of ingestions. A stale, ended or deleted one changes nothing. */
export interface IngestionStore {
  /** QUEUED, whatever was read before; the catalogue stays. RESOURCE_NOT_FOUND where there is no such connection. */
  request(
    request: { readonly tenantId: string; readonly connectionId: string; readonly ingestion: Ingestion },
    change: Change,
  ): Promise<void>;
  /** RUNNING, also where an earlier worker has begun and died. Undefined where there is nothing to do any more. */
  begin(ref: IngestionRef, at: string): Promise<Connection | undefined>;
  /**
   * The swap, in one transaction with its events. `settle` is asked again where the connection was changed meanwhile.
   * False where there is nothing to do any more.
   */
  finish(
    ref: IngestionRef,
    at: string,
    settle: (connection: Connection) => {
      readonly set: Settlement;
      readonly events: readonly DomainEvent[];
    },
  ): Promise<boolean>;
}

/** Where a client puts a document itself. */
export interface UploadTicket {
  readonly url: string;
  readonly method: 'PUT';
  /** To be sent as they are. */
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Makes room for an upload of exactly `sizeBytes`. */
export interface UploadDesk {
  open(request: {
    readonly tenantId: string;
    readonly uploadId: string;
    readonly sizeBytes: number;
  }): Promise<UploadTicket>;
}

/** Uploaded documents; each is gone after a day. */
export interface Uploads {
  /** In bytes; undefined where there is none. */
  size(tenantId: string, uploadId: string): Promise<number | undefined>;
  read(tenantId: string, uploadId: string): Promise<Uint8Array | undefined>;
  keep(tenantId: string, uploadId: string, bytes: Uint8Array): Promise<void>;
}
