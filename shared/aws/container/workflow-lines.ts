import type { WorkflowLines } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

/** Loaded by the first workflow that has a limit. */
export const workflowLines = /* @__PURE__ */ once((container: Container): WorkflowLines => {
  const lines = lazily(async () =>
    (await import('../workflow-lines.ts')).createWorkflowLines({ table: tableOf(container) }),
  );
  return {
    look: async (of) => (await lines()).look(of),
    free: async (of, runIds) => (await lines()).free(of, runIds),
    sweep: async (of) => (await lines()).sweep(of),
    advance: async (of, limit) => (await lines()).advance(of, limit),
  };
});
