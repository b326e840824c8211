import type { portabilityRoutes } from '../../shared/api/portability.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import type { PortabilityPorts } from './portability-ports.ts';

/** The handlers of what carries workflows in and out. */
export function portabilityHandlers(ports: PortabilityPorts): Handlers<typeof portabilityRoutes> {
  return {
    exportWorkflow: whenCalled(async () => (await import('./export-arazzo.ts')).exportArazzo(ports)),
    importWorkflow: whenCalled(async () => (await import('./import-arazzo.ts')).importArazzo(ports)),
  };
}
