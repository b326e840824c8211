import type { callRoutes } from '../../shared/api/calls.ts';
import { checkAuthentication } from '../../shared/calls/check-authentication.ts';
import { checkReachability } from '../../shared/calls/check-reachability.ts';
import { connectionOpener, type OpenerPorts } from '../../shared/calls/open-connection.ts';
import type { Operation } from '../../shared/domain/catalogue.ts';
import type { ConnectionCheck } from '../../shared/domain/connection-check.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { AccountStore, CatalogueStore, DocumentInspector, Egress } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import type { UpstreamGate } from '../../shared/upstream/upstream-gate.ts';
import { checkDocument } from './check-document.ts';

export interface TestPorts extends OpenerPorts {
  readonly catalogues: Pick<CatalogueStore, 'getIndex' | 'getOperations'>;
  readonly accounts: Pick<AccountStore, 'record'>;
  readonly inspector: DocumentInspector;
  readonly egress: Egress;
  readonly openGate: (tenantId: string) => Promise<UpstreamGate>;
}

/** All checks run at once, and an answer of ours has 30 s. */
const TIMEOUT_MS = 10_000;

/**
 * Tests a connection: whether its server answers, accepts its credentials and still has its document. A check that
 * cannot tell says so, and the test fails only where one has. Recorded first, since it uses the credentials.
 */
export function testConnection(ports: TestPorts): Handler<typeof callRoutes.testConnection> {
  const { connections, catalogues, accounts, inspector, egress, clock, openGate } = ports;
  return async ({ params: { id }, caller: { tenantId, userId }, change }) => {
    const connection = await connections.get(tenantId, id);
    if (connection === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'API connection not found.');
    await accounts.record(change({ details: { connectionId: id } }));
    const from = clock.now();
    const { effectOf } = await import('../../shared/planner/effect.ts');
    const reads = (operation: Operation) => {
      const { method, path } = operation;
      return effectOf({ method, path, operation }) === 'read';
    };
    const [reachability, authentication, document] = await Promise.all([
      checkReachability({ connection, egress, clock, timeoutMs: TIMEOUT_MS }),
      checkAuthentication({
        connection,
        open: connectionOpener({ ...ports, tenantId }),
        catalogues,
        reads,
        userId,
        timeoutMs: TIMEOUT_MS,
        ports: { egress, clock, gate: await openGate(tenantId) },
      }),
      checkDocument({ connection, inspector, clock }),
    ]);
    const checks = [reachability, authentication, document.check];
    const failed = checks.filter(({ status }) => status === 'failed');
    return {
      status: failed.length === 0 ? 'success' : 'failed',
      responseTime: Math.max(0, clock.now() - from),
      endpoints: document.found?.endpoints ?? connection.endpointCount,
      newEndpoints: document.found?.newEndpoints ?? 0,
      message: summary({ checks, failed }),
      checks,
    };
  };
}

function summary({
  checks,
  failed,
}: {
  checks: readonly ConnectionCheck[];
  failed: readonly ConnectionCheck[];
}): string {
  if (failed.length > 0) return `Connection test failed - ${failed.map(({ message }) => message).join(' ')}`;
  const skipped = checks.filter(({ status }) => status === 'skipped').map(({ name }) => name);
  return `Connection test successful${skipped.length === 0 ? '' : ` - not checked: ${skipped.join(', ')}`}`;
}
