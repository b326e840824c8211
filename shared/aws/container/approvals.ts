import type { ApprovalStore } from '../../ports.ts';
import { createApprovalStore } from '../approval-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const approvals = /* @__PURE__ */ once((container: Container): ApprovalStore =>
  createApprovalStore({ table: tableOf(container) }),
);
