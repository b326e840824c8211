import { adminRoutes } from './admin.ts';
import { approvalRoutes } from './approvals.ts';
import { authRoutes } from './auth.ts';
import { callRoutes } from './calls.ts';
import { chatSessionRoutes } from './chat-sessions.ts';
import { chatRoutes } from './chat.ts';
import { concurrencyRoutes } from './concurrency.ts';
import { connectionRoutes } from './connections.ts';
import { connectorRoutes } from './connectors.ts';
import { executionControlRoutes } from './execution-control.ts';
import { executionRoutes } from './executions.ts';
import { portabilityRoutes } from './portability.ts';
import { presetRoutes } from './presets.ts';
import { rehearsalRoutes } from './rehearsals.ts';
import type { Route, RouteGroup } from './route.ts';
import { systemRoutes } from './system.ts';
import { undoRoutes } from './undo.ts';
import { templateRoutes } from './templates.ts';
import { triggerRoutes } from './triggers.ts';
import { usageRoutes } from './usage.ts';
import { workflowEditingRoutes } from './workflow-editing.ts';
import { workflowRoutes } from './workflows.ts';

export { API_BASE_PATH } from './routes-base.ts';

/** The whole HTTP API: the function that serves a resource -> its routes. `system` also answers what no route takes. */
export const API = {
  auth: authRoutes,
  connections: connectionRoutes,
  calls: callRoutes,
  chat: { ...chatRoutes, ...chatSessionRoutes },
  workflows: { ...workflowRoutes, ...workflowEditingRoutes },
  executions: executionControlRoutes,
  history: executionRoutes,
  rehearsals: rehearsalRoutes,
  approvals: approvalRoutes,
  undo: undoRoutes,
  triggers: { ...triggerRoutes, ...concurrencyRoutes },
  usage: { ...usageRoutes, ...presetRoutes, ...connectorRoutes },
  portability: { ...portabilityRoutes, ...templateRoutes },
  admin: adminRoutes,
  system: systemRoutes,
} as const satisfies Record<string, RouteGroup>;

export type HttpFunctionName = keyof typeof API;

/** Every route with its operation id and the function that serves it. */
export function allRoutes(): readonly {
  readonly id: string;
  readonly functionName: HttpFunctionName;
  readonly route: Route;
}[] {
  // Object.entries of a literal gives its own keys.
  const groups = Object.entries(API) as [HttpFunctionName, RouteGroup][];
  return groups.flatMap(([functionName, group]) =>
    Object.entries(group).map(([id, route]) => ({ id, functionName, route })),
  );
}
