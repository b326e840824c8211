import * as z from 'zod';
import type { DocumentChange } from '../domain/document-change.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import type { Item, NewItem } from './table-operations.ts';
import { documentChangeKey, TTL_ATTRIBUTE } from './table.ts';

const KEPT_SECONDS = 365 * 24 * 3600;

const StoredChange = z.lazy(() => z.object({ change: z.string() }));

/** A row of the history; its text is ours, so that it needs no second look. */
export function documentChangeOf(item: Item): DocumentChange {
  return fromJsonText(StoredChange.parse(item).change) as unknown as DocumentChange;
}

export function documentChangeRow(change: DocumentChange): NewItem {
  const { id, at, from, to } = change;
  return {
    ...documentChangeKey(change),
    id,
    at,
    from,
    to,
    change: toJsonText(change, 'The change of a document'),
    [TTL_ATTRIBUTE]: Math.floor(Date.parse(at) / 1000) + KEPT_SECONDS,
  };
}
