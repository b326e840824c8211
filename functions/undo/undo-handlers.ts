import type { undoRoutes } from '../../shared/api/undo.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import type { UndoPorts } from './undo-execution.ts';

/** The handlers of undo. */
export function undoHandlers(ports: UndoPorts): Handlers<typeof undoRoutes> {
  return {
    undoExecution: whenCalled(async () => (await import('./undo-execution.ts')).undoExecution(ports)),
  };
}
