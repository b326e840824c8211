import type { Operation, OperationEntry } from '../domain/catalogue.ts';
import type { Connection } from '../domain/connection.ts';
import { inputSchemaOf } from '../domain/input-schema.ts';
import type { CatalogueStore } from '../ports.ts';

/** So many operations are looked at, so many at a time: a catalogue may have thousands. */
const EXAMINED = 40;
const AT_A_TIME = 10;

/** Operations that tell who the caller is, or how the API is: small answers, and nothing in them changes. */
const TELLING =
  /(^|[^a-z])(me|self|whoami|viewer|current[-_ ]?user|profile|account|user|status|ping|info|version)([^a-z]|$)/;

/**
 * An operation that can be called to see whether the API works: a GET that reads, needs no input and is not on its way
 * out. `secured`: one that needs a credential. Undefined where the API has none, or none among those looked at.
 */
export async function chooseSmokeOperation({
  connection: { tenantId, specHash, auth },
  catalogues,
  reads,
  secured,
}: {
  readonly connection: Pick<Connection, 'tenantId' | 'specHash' | 'auth'>;
  readonly catalogues: Pick<CatalogueStore, 'getIndex' | 'getOperations'>;
  /** Whether an operation changes nothing, as the planner judges it. */
  readonly reads: (operation: Operation) => boolean;
  readonly secured: boolean;
}): Promise<Operation | undefined> {
  if (specHash === undefined) return undefined;
  const { entries } = await catalogues.getIndex(tenantId, specHash);
  const ids = entries
    .filter(({ method, path, deprecated }) => method === 'GET' && !deprecated && !path.includes('{'))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, EXAMINED)
    .map(({ id }) => id);
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    const some = await catalogues.getOperations(tenantId, specHash, ids.slice(from, from + AT_A_TIME));
    const found = some.find(
      (operation) => reads(operation) && needsNothing(operation, auth) && (!secured || isSecured(operation)),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Those that tell come first, then the nearest to the root. */
function rank({ path, operationId = '' }: OperationEntry): number {
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  const words = `${last} ${operationId}`.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return (TELLING.test(words) ? 0 : 10_000) + path.split('/').length * 100 + Math.min(99, path.length);
}

function needsNothing(operation: Operation, auth: Connection['auth']): boolean {
  const { required } = inputSchemaOf(operation, auth);
  return Array.isArray(required) && required.length === 0;
}

/** Every alternative of its security asks for something. */
function isSecured({ security }: Operation): boolean {
  return security.length > 0 && security.every((alternative) => alternative.length > 0);
}
