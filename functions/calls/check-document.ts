import type { ConnectionCheck } from '../../shared/domain/connection-check.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { Clock, DocumentInspector, Inspection } from '../../shared/ports.ts';

/** The check of a document, and what was found where it could be read. */
export interface DocumentCheck {
  readonly check: ConnectionCheck;
  readonly found?: Inspection;
}

/** Whether the document of a connection is still there, can be read, and is the one that its endpoints come from. */
export async function checkDocument({
  connection: { tenantId, documentationUrl: url, specHash, validators },
  inspector,
  clock,
}: {
  connection: Connection;
  inspector: DocumentInspector;
  clock: Clock;
}): Promise<DocumentCheck> {
  const from = clock.now();
  const check = (status: ConnectionCheck['status'], message: string): ConnectionCheck => ({
    name: 'document',
    status,
    message,
    ms: Math.max(0, clock.now() - from),
  });
  if (url === undefined) return { check: check('skipped', 'This API has no document at an address.') };
  try {
    const found = await inspector.inspect({
      tenantId,
      url,
      ...(specHash === undefined ? {} : { specHash }),
      ...(validators === undefined ? {} : { validators }),
    });
    return found.ok
      ? { check: check('passed', describe(found)), found }
      : { check: check('failed', found.message) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { check: check('skipped', `Not checked: ${error.message}`) };
  }
}

function describe({ changed, endpoints, newEndpoints, removedEndpoints }: Inspection): string {
  if (!changed) return `The document is unchanged: ${endpoints} endpoints.`;
  const news = `${newEndpoints} endpoints are new, ${removedEndpoints} are gone`;
  return `The document has changed: it has ${endpoints} endpoints, ${news}. Refresh the connection to take them over.`;
}
