import type { systemRoutes } from '../../shared/api/system.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** The published document; it is loaded when it is first asked for, so that health stays quick. */
export function getOpenApiDocument(): Handler<typeof systemRoutes.getOpenApiDocument> {
  return async () => (await import('../../docs/openapi.json', { with: { type: 'json' } })).default;
}
