import type { Connection } from '../domain/connection.ts';
import type { DomainEvent } from '../domain/events.ts';
import type {
  DeferredIngestion,
  DocumentSource,
  Ingestion,
  IngestionMessage,
  IngestionRefusal,
  IngestionResult,
  KeptSource,
} from '../domain/ingestion.ts';
import type { Settlement } from '../domain/settle-ingestion.ts';
import type { DocumentChange } from '../domain/document-change.ts';
import type { Change } from './changes.ts';
import type { WorkflowMark } from './workflows.ts';

/** The reading of documents by a function whose memory and time are its own. */
export interface Ingester {
  /** Reads at once what is small and comes soon; the rest is for a worker. */
  ingest(request: {
    readonly tenantId: string;
    readonly source: DocumentSource;
  }): Promise<IngestionResult | DeferredIngestion>;
  /** Keeps a document that came along, for an ingestion that is to be requested and performed. */
  keep(document: {
    readonly tenantId: string;
    readonly content: string;
  }): Promise<KeptDocument | IngestionRefusal>;
  /**
   * Performs an ingestion that has been requested, if that does not take long. Where it does, or this fails with
   * SERVICE_UNAVAILABLE, it is left to a worker. The connection tells how far it has come.
   */
  perform(message: IngestionMessage): Promise<void>;
}

/** A document that was kept among the uploads; `isSmall`: performing its ingestion does not take long. */
export interface KeptDocument {
  readonly ok: true;
  readonly source: KeptSource;
  readonly isSmall: boolean;
}

/** One reading of one connection's document. */
export interface IngestionRef {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly ingestionId: string;
}

/** What is written at the end of an ingestion. */
export interface IngestionEnd {
  readonly set: Settlement;
  readonly events: readonly DomainEvent[];
  /** Where the document is another one than before. */
  readonly change?: DocumentChange;
  readonly marks?: readonly WorkflowMark[];
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
   * RUNNING with an ingestion that nobody asked for. Undefined where the document has no address, the connection is
   * inactive, its document is being read, or this ingestion is over.
   */
  beginUnasked(ref: IngestionRef, at: string): Promise<Connection | undefined>;
  /**
   * The swap, in one transaction with its events, the entry of the history and the marks of workflows (where these are
   * very many, some of the marks come before). `settle` is asked again where the connection or one of the workflows was
   * changed meanwhile. False where there is nothing to do any more.
   */
  finish(
    ref: IngestionRef,
    at: string,
    settle: (connection: Connection) => IngestionEnd | Promise<IngestionEnd>,
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
