import type { ConnectorActionName } from '../domain/workflow.ts';
import type { ConnectorAction } from './connector-action.ts';
import { httpRequest } from './http/http-request.ts';

/** Every action by its name. */
export const CONNECTORS: Readonly<Record<ConnectorActionName, ConnectorAction>> = {
  'http.request': httpRequest,
};
