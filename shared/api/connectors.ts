import * as z from 'zod';
import { JsonObject } from '../domain/json.ts';
import { CONNECTOR_ACTIONS } from '../domain/workflow.ts';
import { routes } from './route.ts';

const schema = z.lazy(() => JsonObject.meta({ description: 'JSON Schema.' }));

/** What steps of the type `connector` can do. */
export const connectorRoutes = routes({
  listConnectors: {
    method: 'get',
    path: '/connectors',
    summary: 'The actions of connectors, with what each takes and gives: a step names one as its action.',
    auth: 'user',
    scope: 'connections:read',
    rate: 'default',
    audit: null,
    params: null,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() =>
        z.object({
          actions: z.array(
            z
              .object({
                name: z.enum(CONNECTOR_ACTIONS),
                title: z.string(),
                description: z.string(),
                input: schema,
                output: schema,
              })
              .meta({ id: 'ConnectorAction' }),
          ),
        }),
      ),
      message: null,
    },
    errors: [],
  },
});
