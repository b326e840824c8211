import { randomUUID } from 'node:crypto';
import { approvalIdFor } from '../../shared/domain/approval.ts';
import { MEMBER_ROLES } from '../../shared/domain/roles.ts';
import { tallyOf } from '../../shared/domain/upstream/usage.ts';
import { endpointId } from '../../shared/openapi/name-tools.ts';
import { testId } from './changes.ts';
import type { Tenant } from './tenants.ts';

/** One that the pool's policy takes. */
export const PASSWORD = 'Correct-horse-7';

/** An API of two operations; the marker makes each workspace's document its own. */
export const petsDocument = (marker = 'pets') => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1', description: marker },
  servers: [{ url: 'https://pets.example.com/v1' }],
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Pets-Key' } } },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        summary: 'List pets',
        parameters: [{ name: 'status', in: 'query', schema: { type: 'string' } }],
        responses: { '200': { description: 'Pets' } },
      },
    },
    '/pets/{id}': {
      get: {
        operationId: 'getPet',
        summary: 'Get one pet',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { '200': { description: 'A pet' } },
      },
    },
  },
});

/** The body of a connection to an API that has no document, beside its name. */
export const ENDPOINTS = {
  baseUrl: 'https://by-hand.example.com/v1',
  endpoints: [
    {
      method: 'post',
      path: '/notes/{book}',
      summary: 'Write a note',
      parameters: [{ name: 'notify', schema: { type: 'boolean' } }],
      requestBody: { schema: { type: 'object', properties: { text: { type: 'string' } } } },
      responses: { '200': { description: 'Written', schema: { type: 'object' } } },
    },
  ],
};

/** The endpoint `GET /pets` of that API. */
export const LIST_PETS = endpointId('GET', '/pets');

/** The body of a connection whose document is sent along as text. */
export const newConnection = ({ marker }: Tenant) => ({
  name: `Pets ${marker}`,
  authType: 'api_key',
  document: { content: JSON.stringify(petsDocument(marker)) },
});

/** The id of a document that lies among the uploads. */
export async function anUpload({ api, id, marker }: Tenant): Promise<string> {
  const uploadId = testId('upl');
  await api.ports.uploads.keep(id, uploadId, Buffer.from(JSON.stringify(petsDocument(marker))));
  return uploadId;
}

/** One member of what a call made. */
export const idOf = async (made: Promise<Record<string, string>>, name = 'id'): Promise<string> =>
  (await made)[name] ?? '';

/** The id of a connection without credentials. */
export const aConnection = (tenant: Tenant) =>
  idOf(tenant.make('createConnection', { body: newConnection(tenant) }));

/** A path that no other document is at: what was fetched is cached. */
export const aPath = () => `/${testId('doc')}.json`;

/** The id of a connection whose document has an address. */
export async function aFetchedConnection({ api, marker, make }: Tenant, path = aPath()): Promise<string> {
  const url = api.documentServer.serve(path, petsDocument(marker));
  return idOf(make('createConnection', { body: { name: `Pets ${marker}`, document: { url } } }));
}

/** A connection whose document has changed since, with the id of the change. */
export async function aChange(tenant: Tenant): Promise<{ id: string; changeId: string }> {
  const path = aPath();
  const id = await aFetchedConnection(tenant, path);
  const { paths, ...rest } = petsDocument(tenant.marker);
  tenant.api.documentServer.serve(path, { ...rest, paths: { '/pets': paths['/pets'] } });
  return { id, changeId: await idOf(tenant.make('refreshConnection', { params: { id } }), 'ingestionId') };
}

/** What `aConnection` takes as credentials. */
export const CREDENTIALS = { credentials: { apiKey: 'the-key-of-an-example' } };

/** The id of a connection with credentials. */
export async function aCredentialedConnection(tenant: Tenant): Promise<string> {
  const made = await aConnection(tenant);
  await tenant.make('storeCredentials', { params: { id: made }, body: CREDENTIALS });
  return made;
}

/** The id of a connection that its owner has called just now. */
export async function aUsedConnection(tenant: Tenant): Promise<string> {
  const connectionId = await aConnection(tenant);
  const { upstreams, usage } = tenant.api.ports;
  const whose = { tenantId: tenant.id, connectionId };
  await upstreams.fail(whose, { at: new Date().toISOString(), code: 'UPSTREAM_TIMEOUT' });
  await usage.add({ ...whose, userId: tenant.owner.userId, tally: tallyOf({ at: Date.now(), ms: 30 }) });
  return connectionId;
}

/** A call and two branches, as a client writes them. */
export const stepsOver = (apiConnectionId: string) => [
  {
    id: 'find',
    name: 'Find pets',
    type: 'api_call',
    apiConnectionId,
    method: 'GET',
    endpoint: '/pets',
    parameters: { status: 'available' },
  },
  {
    id: 'both',
    name: 'Both',
    type: 'parallel',
    branches: [
      { steps: [{ id: 'one', name: 'One', type: 'transform', expression: '1' }] },
      { steps: [{ id: 'two', name: 'Two', type: 'transform', expression: '2' }] },
    ],
  },
];

/** The id of a plan that leaves no question open. */
export const aPlan = async (tenant: Tenant) => {
  await aConnection(tenant);
  return idOf(tenant.make('planChat', { body: { message: 'list the pets' } }), 'planId');
};

/** The id of a conversation of the tenant's owner. */
export const aChatSession = (tenant: Tenant) =>
  idOf(tenant.make('createChatSession', { body: { title: tenant.marker } }));

/** A workflow that nobody has approved. */
export const aWorkflow = async (tenant: Tenant) => {
  const body = { name: `Pets ${tenant.marker}`, steps: stepsOver(await aConnection(tenant)) };
  return tenant.make('createWorkflow', { body });
};

/** The id of a workflow that may run. */
export async function anApprovedWorkflow(tenant: Tenant): Promise<string> {
  const { id: made = '', planHash } = await aWorkflow(tenant);
  await tenant.make('approveWorkflow', { params: { id: made }, body: { planHash } });
  return made;
}

/** Every morning, with an input. */
export const BY_SCHEDULE = {
  type: 'schedule',
  name: 'Mornings',
  schedule: { cron: '0 9 * * ? *', timezone: 'Europe/Berlin', missedRuns: 'run-once' },
  input: { at: '{{event.time}}' },
};

/** A trigger with a schedule, by the ids of its path. */
export async function aTrigger(tenant: Tenant): Promise<{ id: string; triggerId: string }> {
  const id = await anApprovedWorkflow(tenant);
  return { id, triggerId: await idOf(tenant.make('createTrigger', { params: { id }, body: BY_SCHEDULE })) };
}

/** A run that has been started and waits for its machine. */
export async function aRun(tenant: Tenant): Promise<{ workflowId: string; executionId: string }> {
  const workflowId = await anApprovedWorkflow(tenant);
  const started = tenant.make('executeWorkflow', {
    params: { id: workflowId },
    body: { input: { of: tenant.marker } },
  });
  return { workflowId, executionId: await idOf(started, 'executionId') };
}

/** The id of a run that somebody has paused or cancelled. */
export async function aStoppedRun(tenant: Tenant, by: 'pauseExecution' | 'cancelExecution'): Promise<string> {
  const { executionId } = await aRun(tenant);
  await tenant.make(by, { params: { executionId } });
  return executionId;
}

/** The id of a run whose step `find` was sent, and whose answer was lost. */
export async function anUndecidedRun(tenant: Tenant): Promise<string> {
  const { executionId: runId } = await aRun(tenant);
  const { runStore } = tenant.api.ports;
  const now = Date.now();
  const run = { tenantId: tenant.id, runId };
  await takeLease(tenant, runId, now);
  const at = new Date(now).toISOString();
  const find = { status: 'unknown' as const, attempt: 1, startedAt: at };
  await runStore.commit({ ...run, fence: 1, steps: { find }, at, leaseUntil: 0, events: [] });
  return runId;
}

/** A workflow of which an execution has failed. */
export async function aFailedWorkflow(tenant: Tenant): Promise<string> {
  const { executionId: runId, workflowId } = await aRun(tenant);
  const now = Date.now();
  await takeLease(tenant, runId, now);
  const at = new Date(now).toISOString();
  const error = { code: 'UPSTREAM_ERROR' as const, message: 'It failed.' };
  const finish = { status: 'failed' as const, error };
  const run = { tenantId: tenant.id, runId, fence: 1 };
  await tenant.api.ports.runStore.commit({ ...run, steps: {}, finish, at, leaseUntil: 0, events: [] });
  return workflowId;
}

/** Takes the lease of a run for a worker that is none. */
export async function takeLease(tenant: Tenant, runId: string, now: number): Promise<void> {
  const { runStore } = tenant.api.ports;
  const run = await runStore.get(tenant.id, runId);
  if (run === undefined) throw new Error('The run is gone.');
  await runStore.claim({ run, owner: 'fixture', claimId: 'fixture', now, leaseUntil: now, steps: {} });
}

/** The id of what a run asks everybody. */
export async function anApproval(tenant: Tenant): Promise<string> {
  const { executionId: runId, workflowId } = await aRun(tenant);
  const { runStore } = tenant.api.ports;
  const now = Date.now();
  const run = { tenantId: tenant.id, runId };
  await takeLease(tenant, runId, now);
  const at = new Date(now).toISOString();
  const id = approvalIdFor({ runId, key: 'ask' });
  const message = `Go on with ${tenant.marker}?`;
  const form = [{ name: 'amount', type: 'number' as const, required: true }];
  const approvers = { roles: [...MEMBER_ROLES] };
  const asked = {
    id,
    ...run,
    workflowId,
    key: 'ask',
    stepName: 'Ask',
    message,
    form,
    approvers,
    requestedAt: at,
  };
  await runStore.commit({
    ...run,
    fence: 1,
    steps: { ask: { status: 'held', attempt: 1, startedAt: at, input: { message } } },
    approvals: [{ ...asked, status: 'pending' }],
    at,
    leaseUntil: 0,
    events: [],
  });
  return id;
}

/** The address of somebody who has not verified it. */
export async function aRegisteredAddress({ make }: Tenant): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  await make('register', { body: { email, name: 'New', password: PASSWORD } });
  return email;
}

/** What somebody signs in with. */
export async function aVerifiedPerson(tenant: Tenant): Promise<{ email: string; password: string }> {
  const email = await aRegisteredAddress(tenant);
  await tenant.make('verifyEmail', { body: { token: tenant.api.ports.identity.verificationOf(email) } });
  return { email, password: PASSWORD };
}
