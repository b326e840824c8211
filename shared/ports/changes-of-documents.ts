import type { DocumentChange, WholeChange } from '../domain/document-change.ts';
import type { Page, PageRequest } from './changes.ts';

/** The history of the documents of connections, kept for a year. */
export interface ChangeHistory {
  /** Everything of a change, before the row that names it is written. */
  keepWhole(
    change: Pick<DocumentChange, 'tenantId' | 'connectionId' | 'id'>,
    whole: WholeChange,
  ): Promise<void>;
  /** Newest first. */
  list(of: { tenantId: string; connectionId: string }, request: PageRequest): Promise<Page<DocumentChange>>;
  get(tenantId: string, connectionId: string, id: string): Promise<DocumentChange | undefined>;
  getWhole(tenantId: string, connectionId: string, id: string): Promise<WholeChange | undefined>;
}
