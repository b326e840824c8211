import type { portabilityRoutes } from '../../shared/api/portability.ts';
import type { templateRoutes } from '../../shared/api/templates.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import type { PortabilityPorts } from './portability-ports.ts';

/** The handlers of what carries workflows in and out, and of templates. */
export function portabilityHandlers(
  ports: PortabilityPorts,
): Handlers<typeof portabilityRoutes & typeof templateRoutes> {
  return {
    exportWorkflow: whenCalled(async () => (await import('./export-arazzo.ts')).exportArazzo(ports)),
    listTemplates: whenCalled(async () => (await import('./list-templates.ts')).listTemplates()),
    createFromTemplate: whenCalled(async () =>
      (await import('./create-from-template.ts')).createFromTemplate(ports),
    ),
    importWorkflow: whenCalled(async () => (await import('./import-arazzo.ts')).importArazzo(ports)),
  };
}
