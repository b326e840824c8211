import type { connectorRoutes } from '../../shared/api/connectors.ts';
import { CONNECTORS } from '../../shared/connectors/connectors.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** The actions of connectors, as a step is written with them. */
export function listConnectors(): Handler<typeof connectorRoutes.listConnectors> {
  return async () => ({
    actions: Object.values(CONNECTORS).map(({ name, title, description, input, output }) => ({
      name,
      title,
      description,
      input,
      output,
    })),
  });
}
