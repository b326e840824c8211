/** What a `connector` step may do: the connector, and its action. What each takes and gives is in `shared/connectors`. */
export const CONNECTOR_ACTIONS = ['http.request'] as const;
export type ConnectorActionName = (typeof CONNECTOR_ACTIONS)[number];
