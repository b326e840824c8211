import type { IngestionRefusal, Validators } from '../domain/ingestion.ts';

/** A document as it is now, held against the catalogue that was made of it. */
export interface Inspection {
  readonly ok: true;
  readonly changed: boolean;
  /** Operations that it has now … */
  readonly endpoints: number;
  /** … and how many of them, by method and path, are new or gone. */
  readonly newEndpoints: number;
  readonly removedEndpoints: number;
}

/** What is to be looked at: an address, and what is known of its document. */
export interface InspectionRequest {
  readonly tenantId: string;
  readonly url: string;
  /** Of the live catalogue; absent where there is none. */
  readonly specHash?: string;
  readonly validators?: Validators;
}

/** Looks at documents without storing anything of them. */
export interface DocumentInspector {
  inspect(request: InspectionRequest): Promise<Inspection | IngestionRefusal>;
}
