import type { WorkflowStore } from '../../ports.ts';
import { createWorkflowStore } from '../workflow-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const workflows = /* @__PURE__ */ once((container: Container): WorkflowStore =>
  createWorkflowStore({ table: tableOf(container) }),
);
