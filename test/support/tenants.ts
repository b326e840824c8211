import { randomUUID } from 'node:crypto';
import type { MemberRole, Role } from '../../shared/domain/roles.ts';
import {
  countersKey,
  membershipKey,
  profileKey,
  runPartition,
  tenantPartition,
  workspaceKey,
} from '../../shared/aws/table.ts';
import type { Item } from '../../shared/aws/table-operations.ts';
import type { ApiUnderTest } from './api-under-test.ts';
import type { OperationId, RouteRequest } from './call-route.ts';
import { testId } from './changes.ts';

export interface TestPerson {
  readonly userId: string;
  readonly email: string;
}

/** A workspace with its owner, who sets up what a test needs through the API itself. */
export interface Tenant {
  readonly api: ApiUnderTest;
  readonly id: string;
  readonly owner: TestPerson;
  /** Stands in every name that is stored here, so that it is recognised wherever it turns up. */
  readonly marker: string;
  /** Calls as the owner and answers `data`; fails where the call does. */
  readonly make: (operationId: OperationId, request: RouteRequest) => Promise<Record<string, string>>;
}

export async function makeTenant(api: ApiUnderTest): Promise<Tenant> {
  const id = testId('ws');
  const marker = `marker-${randomUUID()}`;
  const { table } = api.db;
  await table.putMany([
    { ...workspaceKey(id), id, ownerId: 'owner' },
    { ...countersKey(id), connections: 0, workflows: 0 },
  ]);
  const owner = await addMember({ api, workspaces: { [id]: 'OWNER' } });
  return {
    api,
    id,
    owner,
    marker,
    make: callerOf({ api, owner }),
  };
}

/** Calls as a person and answers `data`; fails where the call does. */
export function callerOf({ api, owner }: Pick<Tenant, 'api' | 'owner'>): Tenant['make'] {
  return async (operationId, request) => {
    const { status, text, body } = await api.callRoute({ operationId, caller: owner, ...request });
    if (status > 299) throw new Error(`${operationId} could not be set up: ${text}`);
    return body.data;
  };
}

/** A person with a role on the deployment and in each workspace named; the first is the one they mean by default. */
export async function addMember({
  api,
  role = 'USER',
  workspaces,
}: {
  api: ApiUnderTest;
  role?: Role;
  workspaces: Readonly<Record<string, MemberRole>>;
}): Promise<TestPerson> {
  const userId = randomUUID();
  const email = `${userId}@example.com`;
  const [defaultWorkspaceId] = Object.keys(workspaces);
  await api.db.table.putMany([
    { ...profileKey(userId), id: userId, email, name: 'A person', role, defaultWorkspaceId },
    ...Object.entries(workspaces).map(([workspaceId, memberRole]) => ({
      ...membershipKey({ userId, workspaceId }),
      workspaceId,
      role: memberRole,
    })),
  ]);
  return { userId, email };
}

/** Everything that lies in a workspace: its partition, and those of the runs that were ever started in it. */
export async function itemsOf({ api, id }: Pick<Tenant, 'api' | 'id'>): Promise<readonly Item[]> {
  const runIds = new Set(api.runs.filter(({ tenantId }) => tenantId === id).map(({ runId }) => runId));
  const partitions = [
    tenantPartition(id),
    ...[...runIds].map((runId) => runPartition({ tenantId: id, runId })),
  ];
  const found = await Promise.all(partitions.map((partition) => api.db.table.query({ partition })));
  return found.flat();
}

/** The audit records and the outgoing events among some items. */
export function changesAmong(items: readonly Item[]): {
  readonly audits: readonly Item[];
  readonly events: readonly string[];
} {
  const events = items.filter((item) => String(item['sk']).startsWith('OUTBOX#'));
  return {
    audits: items.filter((item) => String(item['sk']).startsWith('AUDIT#')),
    // Of one moment, and so in no order of their own.
    events: events.map((item) => String(JSON.parse(String(item['event'])).type)).toSorted(),
  };
}

/** Those items of `after` that `before` does not have under their key. */
export function newItems(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  const known = new Set(before.map(keyOf));
  return after.filter((item) => !known.has(keyOf(item)));
}

function keyOf(item: Item): string {
  return `${String(item['pk'])} ${String(item['sk'])}`;
}
