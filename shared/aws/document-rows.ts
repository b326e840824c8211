import * as z from 'zod';
import { Validators } from '../domain/ingestion.ts';
import type { Item, NewItem } from './table-operations.ts';
import { documentKey, TTL_ATTRIBUTE } from './table.ts';

/** A week after it was fetched a document is forgotten; the bucket forgets its bytes a day later. */
const KEPT_SECONDS = 7 * 24 * 3600;

/** One cached document without its bytes. */
const StoredDocument = z.lazy(() =>
  z.object({
    urlHash: z.string(),
    url: z.string(),
    answeredBy: z.string(),
    validators: Validators,
    fetchedAt: z.string(),
    /** Key of the compressed bytes in the bucket … */
    object: z.string(),
    /** … and their length. */
    size: z.number(),
  }),
);
export type DocumentRow = z.infer<typeof StoredDocument>;

export function documentRowOf(item: Item): DocumentRow {
  return StoredDocument.parse(item);
}

export function documentRow(row: DocumentRow): NewItem {
  const expiresAt = Math.floor(Date.parse(row.fetchedAt) / 1000) + KEPT_SECONDS;
  return { ...documentKey(row.urlHash), ...row, [TTL_ATTRIBUTE]: expiresAt };
}
