import type { IngestionRefusal } from '../ports.ts';
import type { DocumentFiles } from './document-files.ts';
import { DEFAULT_LIMITS, type DocumentLimits } from './limits.ts';
import { readDocument, type ApiDocument } from './read-document.ts';
import { refusalOf } from './refusal-of.ts';

/** A document as it arrived; `url` is the address that answered. */
export interface ArrivedDocument {
  readonly source: Uint8Array | string;
  readonly url?: string;
}

/** Reads a document. What a person can put right is answered, not thrown. */
export async function ingestDocument({
  document,
  files,
  limits = DEFAULT_LIMITS,
}: {
  readonly document: ArrivedDocument;
  /** What its references to other files lead to, as `loadFiles` gives it. */
  readonly files?: DocumentFiles;
  readonly limits?: DocumentLimits;
}): Promise<{ readonly ok: true; readonly document: ApiDocument } | IngestionRefusal> {
  try {
    return readDocument({ ...document, ...(files === undefined ? {} : { files }), limits });
  } catch (error) {
    return refusalOf(error);
  }
}
