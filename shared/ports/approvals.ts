import type { Approval, ApprovalStatus, Verdict } from '../domain/approval.ts';
import type { Page, PageRequest } from './changes.ts';

/** What runs ask people. Rows are written by `RunStore`, in the transactions of the entries that they belong to. */
export interface ApprovalStore {
  get(tenantId: string, id: string): Promise<Approval | undefined>;
  /** Newest first. `total` counts the newest thousand. */
  list(request: PageRequest & { tenantId: string; status: ApprovalStatus }): Promise<Page<Approval>>;
}

/** An approval that stops being pending, with what a person does to its run. */
export interface ApprovalClosing {
  readonly id: string;
  readonly status: Exclude<ApprovalStatus, 'pending'>;
  readonly verdict?: Verdict;
}
