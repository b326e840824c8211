import { randomUUID } from 'node:crypto';
import type { AuditAction } from '../../shared/domain/audit.ts';
import type { ErrorCode } from '../../shared/domain/errors.ts';
import type { EventType } from '../../shared/domain/events.ts';
import type { OperationId, RouteRequest } from './call-route.ts';
import { testId } from './changes.ts';
import {
  aChange,
  aConnection,
  aFetchedConnection,
  aCredentialedConnection,
  anApproval,
  anApprovedWorkflow,
  anUndecidedRun,
  anUpload,
  aPath,
  aFailedWorkflow,
  aPlan,
  aChatSession,
  aRegisteredAddress,
  aRun,
  aStoppedRun,
  aTrigger,
  BY_SCHEDULE,
  aUsedConnection,
  aVerifiedPerson,
  aWorkflow,
  CREDENTIALS,
  ENDPOINTS,
  idOf,
  LIST_PETS,
  newConnection,
  PASSWORD,
  petsDocument,
  stepsOver,
} from './route-fixtures.ts';
import type { Tenant } from './tenants.ts';
import { aWrittenRun } from './written-run.ts';

/** One request that a route takes. */
export interface RouteExample {
  readonly name: string;
  /** Makes what the request needs in the workspace; the request then succeeds there. */
  readonly prepare: (tenant: Tenant) => Promise<RouteRequest>;
  /**
   * What answers the same request in a workspace that does not have what it names. `same`: it succeeds, as if the ids
   * did not exist. Null: it names nothing.
   */
  readonly elsewhere: ErrorCode | 'same' | null;
  /** Only who made it can use it: the person who calls prepares the request. */
  readonly personal?: true;
  /** What a success is recorded as, sorted; what its route names unless given. */
  readonly audits?: readonly AuditAction[];
  /** The events of a success. */
  readonly events?: readonly EventType[];
  /** Objects of the body in which any member is the caller's own data. */
  readonly free?: readonly string[];
}

const byId = async (made: Promise<string>): Promise<RouteRequest> => ({ params: { id: await made } });

/** A request that names nothing and needs nothing. */
const bare: RouteExample = { name: 'as it is', prepare: async () => ({}), elsewhere: null };

/** Every route with the requests it is tried with. A route without a row does not compile. */
export const ROUTE_EXAMPLES: Readonly<Record<OperationId, readonly [RouteExample, ...RouteExample[]]>> = {
  register: [
    {
      ...bare,
      prepare: async () => ({
        body: { email: `${randomUUID()}@example.com`, name: 'New', password: PASSWORD },
      }),
      events: ['user.registered'],
    },
  ],
  verifyEmail: [
    {
      ...bare,
      prepare: async (tenant) => ({
        body: { token: tenant.api.ports.identity.verificationOf(await aRegisteredAddress(tenant)) },
      }),
      events: ['user.verified'],
    },
  ],
  resendVerification: [
    { ...bare, prepare: async (tenant) => ({ body: { email: await aRegisteredAddress(tenant) } }) },
  ],
  login: [{ ...bare, prepare: async (tenant) => ({ body: await aVerifiedPerson(tenant) }) }],
  refreshSession: [
    {
      ...bare,
      prepare: async (tenant) => {
        const { refreshToken } = await tenant.make('login', { body: await aVerifiedPerson(tenant) });
        return { body: { refreshToken } };
      },
    },
  ],
  getMe: [bare],
  listConnections: [
    {
      ...bare,
      prepare: async (tenant) => {
        await aConnection(tenant);
        return { query: { type: 'api_key' } };
      },
    },
  ],
  createConnection: [
    {
      name: 'from a document with a credential',
      prepare: async (tenant) => ({
        body: { ...newConnection(tenant), authConfig: { apiKey: 'the-key-of-an-example' } },
      }),
      elsewhere: null,
      events: ['connection.created', 'credential.stored'],
    },
    {
      name: 'from a document as JSON',
      prepare: async ({ marker }) => ({
        body: { name: `Pets ${marker}`, document: { content: petsDocument(marker) } },
      }),
      elsewhere: null,
      events: ['connection.created'],
      free: ['document.content'],
    },
    {
      name: 'from an upload',
      prepare: async (tenant) => ({
        body: { name: `Pets ${tenant.marker}`, document: { uploadId: await anUpload(tenant) } },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['connection.created'],
    },
    {
      name: 'by endpoints that were written down',
      prepare: async ({ marker }) => ({ body: { name: `By hand ${marker}`, ...ENDPOINTS } }),
      elsewhere: null,
      events: ['connection.created'],
      free: [
        'endpoints.0.parameters.0.schema',
        'endpoints.0.requestBody.schema',
        'endpoints.0.responses.200.schema',
      ],
    },
    {
      name: 'by its base address',
      prepare: async ({ marker }) => ({
        body: {
          name: `Bare ${marker}`,
          baseUrl: 'https://api.example.com',
          authType: 'basic',
          authConfig: { username: 'someone', password: 'the-password-of-an-example' },
        },
      }),
      elsewhere: null,
      events: ['connection.created', 'credential.stored'],
    },
  ],
  openUpload: [{ ...bare, prepare: async () => ({ body: { fileName: 'pets.json', sizeBytes: 3_000_000 } }) }],
  getConnection: [
    { name: 'by id', prepare: (tenant) => byId(aConnection(tenant)), elsewhere: 'RESOURCE_NOT_FOUND' },
  ],
  patchConnection: [
    {
      name: 'by what it names',
      prepare: async (tenant) => ({
        ...(await byId(aCredentialedConnection(tenant))),
        body: { description: 'Changed', status: 'inactive', rateLimit: { requests: 10, perSeconds: 60 } },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['connection.updated'],
    },
    {
      name: 'to another address',
      prepare: async (tenant) => ({
        ...(await byId(aCredentialedConnection(tenant))),
        body: { baseUrl: 'https://moved.example.com' },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['connection.updated', 'credential.deleted'],
    },
  ],
  replaceConnection: [
    {
      name: 'by a whole one',
      prepare: async (tenant) => ({
        ...(await byId(aConnection(tenant))),
        body: { name: `Pets ${tenant.marker}`, baseUrl: 'https://pets.example.com/v2', authType: 'bearer' },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['connection.updated'],
    },
    {
      name: 'with other endpoints',
      prepare: async (tenant) => {
        const body = { name: `By hand ${tenant.marker}`, ...ENDPOINTS };
        const made = idOf(tenant.make('createConnection', { body }));
        return { ...(await byId(made)), body: { ...body, endpoints: [{ method: 'get', path: '/other' }] } };
      },
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: [
        'connection.drifted',
        'connection.ingested',
        'connection.ingestion_queued',
        'connection.updated',
      ],
    },
  ],
  deleteConnection: [
    {
      name: 'with credentials',
      prepare: (tenant) => byId(aCredentialedConnection(tenant)),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['connection.deleted'],
    },
  ],
  refreshConnection: [
    {
      name: 'whose document changed',
      prepare: async (tenant) => {
        const path = aPath();
        const made = await aFetchedConnection(tenant, path);
        tenant.api.documentServer.serve(path, { ...petsDocument(tenant.marker), paths: {} });
        return { params: { id: made } };
      },
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['connection.drifted', 'connection.ingested', 'connection.ingestion_queued'],
    },
  ],
  listChanges: [
    {
      name: 'of a connection',
      prepare: async (tenant) => ({ params: { id: (await aChange(tenant)).id } }),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  getChange: [
    {
      name: 'by its id',
      prepare: async (tenant) => ({ params: { ...(await aChange(tenant)) }, query: { limit: '1' } }),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  listEndpoints: [
    {
      name: 'filtered',
      prepare: async (tenant) => ({
        ...(await byId(aConnection(tenant))),
        query: { search: 'pets', limit: '1' },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  getEndpoint: [
    {
      name: 'by its id',
      prepare: async (tenant) => ({ params: { id: await aConnection(tenant), endpointId: LIST_PETS } }),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  getCredentials: [
    {
      name: 'by connection',
      prepare: (tenant) => byId(aCredentialedConnection(tenant)),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  storeCredentials: [
    {
      name: 'the first',
      prepare: async (tenant) => ({ ...(await byId(aConnection(tenant))), body: CREDENTIALS }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['credential.stored'],
    },
  ],
  replaceCredentials: [
    {
      name: 'the second',
      prepare: async (tenant) => ({
        ...(await byId(aCredentialedConnection(tenant))),
        body: { credentials: { apiKey: 'another-key' }, expiresAt: '2099-01-01T00:00:00.000Z' },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['credential.stored'],
    },
  ],
  deleteCredentials: [
    {
      name: 'by connection',
      prepare: (tenant) => byId(aCredentialedConnection(tenant)),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['credential.deleted'],
    },
  ],
  testConnection: [
    {
      name: 'whose upstream does not answer',
      prepare: (tenant) => byId(aCredentialedConnection(tenant)),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  tryEndpoint: [
    {
      name: 'of an upstream that does not answer',
      prepare: async (tenant) => ({
        params: { id: await aCredentialedConnection(tenant), endpointId: LIST_PETS },
        body: { parameters: { status: 'available' }, confirm: true },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      free: ['parameters'],
    },
  ],
  planChat: [
    {
      name: 'over one API by its id',
      prepare: async (tenant) => ({
        body: {
          message: 'list the pets',
          context: {
            availableApis: [await aConnection(tenant)],
            previousMessages: [{ role: 'user', content: 'hello' }],
          },
        },
      }),
      elsewhere: 'same',
      events: ['plan.created'],
    },
    {
      name: 'in a conversation',
      prepare: async (tenant) => {
        await aConnection(tenant);
        return { body: { message: 'list the pets', sessionId: await aChatSession(tenant) } };
      },
      elsewhere: 'RESOURCE_NOT_FOUND',
      personal: true,
      events: ['plan.created'],
    },
  ],
  executeChat: [
    {
      name: 'of a plan that only reads',
      prepare: async (tenant) => ({ body: { planId: await aPlan(tenant), input: { of: tenant.marker } } }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      audits: ['execution.started', 'workflow.approved'],
      events: ['execution.started', 'workflow.approved', 'workflow.created'],
      free: ['input'],
    },
  ],
  listChatSessions: [
    {
      ...bare,
      prepare: async (tenant) => {
        await aChatSession(tenant);
        return {};
      },
    },
  ],
  createChatSession: [{ ...bare, prepare: async ({ marker }) => ({ body: { title: marker } }) }],
  getChatSession: [
    {
      name: 'by id',
      prepare: (tenant) => byId(aChatSession(tenant)),
      elsewhere: 'RESOURCE_NOT_FOUND',
      personal: true,
    },
  ],
  deleteChatSession: [
    {
      name: 'by id',
      prepare: (tenant) => byId(aChatSession(tenant)),
      elsewhere: 'RESOURCE_NOT_FOUND',
      personal: true,
    },
  ],
  listWorkflows: [
    {
      ...bare,
      prepare: async (tenant) => {
        await aWorkflow(tenant);
        return { query: { status: 'draft' } };
      },
    },
  ],
  createWorkflow: [
    {
      name: 'from a plan',
      prepare: async (tenant) => ({ body: { planId: await aPlan(tenant), name: 'Planned' } }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['workflow.created'],
    },
    {
      name: 'from steps',
      prepare: async (tenant) => ({
        body: { name: `Pets ${tenant.marker}`, steps: stepsOver(await aConnection(tenant)) },
      }),
      elsewhere: 'VALIDATION_ERROR',
      events: ['workflow.created'],
      free: ['steps.0.parameters'],
    },
  ],
  getWorkflow: [
    { name: 'by id', prepare: (tenant) => byId(idOf(aWorkflow(tenant))), elsewhere: 'RESOURCE_NOT_FOUND' },
  ],
  approveWorkflow: [
    {
      name: 'by its hash',
      prepare: async (tenant) => {
        const { id: made = '', planHash } = await aWorkflow(tenant);
        return { params: { id: made }, body: { planHash } };
      },
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['workflow.approved'],
    },
  ],
  replaceWorkflow: [
    {
      name: 'by other steps',
      prepare: async (tenant) => ({
        params: { id: await anApprovedWorkflow(tenant) },
        body: { name: 'Other', steps: [{ id: 'one', name: 'One', type: 'transform', expression: '1' }] },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['workflow.updated'],
    },
  ],
  updateWorkflow: [
    {
      name: 'to be paused',
      prepare: async (tenant) => ({
        params: { id: await anApprovedWorkflow(tenant) },
        body: { name: 'Renamed', status: 'paused' },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['workflow.updated'],
    },
  ],
  deleteWorkflow: [
    {
      name: 'by id',
      prepare: async (tenant) => ({ params: { id: await anApprovedWorkflow(tenant) } }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['workflow.deleted'],
    },
  ],
  listWorkflowVersions: [
    {
      name: 'of a workflow',
      prepare: async (tenant) => byId(anApprovedWorkflow(tenant)),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  getWorkflowVersion: [
    {
      name: 'by number',
      prepare: async (tenant) => ({ params: { id: await anApprovedWorkflow(tenant), version: '1' } }),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  validateWorkflow: [
    {
      name: 'of one transform',
      prepare: async () => ({
        body: { steps: [{ id: 'one', name: 'One', type: 'transform', expression: '1' }] },
      }),
      elsewhere: null,
    },
  ],
  listTriggers: [
    {
      name: 'of a workflow',
      prepare: async (tenant) => ({ params: { id: (await aTrigger(tenant)).id } }),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  createTrigger: [
    {
      name: 'by a schedule',
      prepare: async (tenant) => ({ ...(await byId(anApprovedWorkflow(tenant))), body: BY_SCHEDULE }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['trigger.created'],
      free: ['input'],
    },
    {
      name: 'by events',
      prepare: async (tenant) => ({
        ...(await byId(anApprovedWorkflow(tenant))),
        body: { type: 'event', event: { pattern: { type: ['connection.drifted'] } } },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['trigger.created'],
      free: ['event.pattern'],
    },
  ],
  updateTrigger: [
    {
      name: 'to be disabled, with another schedule',
      prepare: async (tenant) => ({
        params: { ...(await aTrigger(tenant)) },
        body: { name: 'Later', enabled: false, schedule: { rate: '2 hours' }, input: null },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['trigger.updated'],
    },
  ],
  deleteTrigger: [
    {
      name: 'by id',
      prepare: async (tenant) => ({ params: { ...(await aTrigger(tenant)) } }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['trigger.deleted'],
    },
  ],
  getConcurrency: [
    {
      name: 'of a workflow without a limit',
      prepare: async (tenant) => byId(anApprovedWorkflow(tenant)),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  setConcurrency: [
    {
      name: 'to one at a time',
      prepare: async (tenant) => ({
        ...(await byId(anApprovedWorkflow(tenant))),
        body: { limit: 1, whenFull: 'skip' },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['workflow.updated'],
    },
  ],
  executeWorkflow: [
    {
      name: 'with input',
      prepare: async (tenant) => ({
        ...(await byId(anApprovedWorkflow(tenant))),
        body: { input: { of: tenant.marker } },
        headers: { 'idempotency-key': testId('key') },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['execution.started'],
      free: ['input'],
    },
  ],
  searchExecutions: [
    {
      name: 'of the workspace',
      prepare: async (tenant) => {
        await aRun(tenant);
        return { query: { status: 'pending', trigger: 'manual', from: '2020-01-01' } };
      },
      elsewhere: null,
    },
    {
      name: 'of a workflow',
      prepare: async (tenant) => ({ query: { workflowId: (await aRun(tenant)).workflowId } }),
      elsewhere: 'same',
    },
  ],
  listExecutions: [
    {
      name: 'of a workflow',
      prepare: async (tenant) => ({ params: { workflowId: (await aRun(tenant)).workflowId } }),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  getExecution: [
    {
      name: 'by id',
      prepare: async (tenant) => ({ params: { id: (await aRun(tenant)).executionId } }),
      elsewhere: 'EXECUTION_NOT_FOUND',
    },
  ],
  followExecution: [
    {
      name: 'from its start',
      prepare: async (tenant) => byId(Promise.resolve((await aRun(tenant)).executionId)),
      elsewhere: 'EXECUTION_NOT_FOUND',
    },
  ],
  getExecutionStatus: [
    {
      name: 'by id',
      prepare: async (tenant) => ({ params: { executionId: (await aRun(tenant)).executionId } }),
      elsewhere: 'EXECUTION_NOT_FOUND',
    },
  ],
  cancelExecution: [
    {
      name: 'that is under way',
      prepare: async (tenant) => ({ params: { executionId: (await aRun(tenant)).executionId } }),
      elsewhere: 'EXECUTION_NOT_FOUND',
      events: ['execution.cancelled'],
    },
  ],
  pauseExecution: [
    {
      name: 'that is under way',
      prepare: async (tenant) => ({ params: { executionId: (await aRun(tenant)).executionId } }),
      elsewhere: 'EXECUTION_NOT_FOUND',
      events: ['execution.paused'],
    },
  ],
  resumeExecution: [
    {
      name: 'that is paused',
      prepare: async (tenant) => ({ params: { executionId: await aStoppedRun(tenant, 'pauseExecution') } }),
      elsewhere: 'EXECUTION_NOT_FOUND',
      events: ['execution.resumed'],
    },
  ],
  retryExecution: [
    {
      name: 'that was cancelled',
      prepare: async (tenant) => ({
        params: { executionId: await aStoppedRun(tenant, 'cancelExecution') },
        body: { version: 'latest' },
        headers: { 'idempotency-key': testId('key') },
      }),
      elsewhere: 'EXECUTION_NOT_FOUND',
      events: ['execution.started'],
    },
  ],
  retryFailedExecutions: [
    {
      name: 'that one failed of',
      prepare: async (tenant) => ({
        params: { id: await aFailedWorkflow(tenant) },
        body: { from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z', limit: 10 },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      events: ['execution.started'],
    },
  ],
  repeatExecution: [
    {
      name: 'by id',
      prepare: async (tenant) => ({ params: { executionId: (await aRun(tenant)).executionId } }),
      elsewhere: 'EXECUTION_NOT_FOUND',
      events: ['execution.started'],
    },
  ],
  resolveStep: [
    {
      name: 'as done',
      prepare: async (tenant) => ({
        params: { executionId: await anUndecidedRun(tenant), stepId: 'find' },
        body: { decision: 'done', output: ['pet'] },
      }),
      elsewhere: 'EXECUTION_NOT_FOUND',
      events: ['execution.decided'],
      free: ['output'],
    },
  ],
  listTemplates: [
    bare,
    { ...bare, name: 'searched', prepare: async () => ({ query: { search: 'webhook' } }) },
  ],
  createFromTemplate: [
    {
      ...bare,
      name: 'without slots',
      prepare: async ({ marker }) => ({
        params: { id: 'reminder-to-webhook' },
        body: { name: marker, input: { webhookUrl: 'https://hooks.example.com/x' } },
      }),
      events: ['workflow.created'],
      free: ['input'],
    },
  ],
  exportWorkflow: [
    {
      name: 'by id',
      prepare: async (tenant) => byId(anApprovedWorkflow(tenant)),
      elsewhere: 'RESOURCE_NOT_FOUND',
    },
  ],
  importWorkflow: [
    {
      name: 'that was exported',
      prepare: async (tenant) => {
        const { yaml } = await tenant.make('exportWorkflow', await byId(anApprovedWorkflow(tenant)));
        return { body: { document: yaml, name: `Again ${tenant.marker}` } };
      },
      elsewhere: 'VALIDATION_ERROR',
      events: ['workflow.created'],
      free: ['document'],
    },
  ],
  undoExecution: [
    {
      name: 'that has ended',
      prepare: async (tenant) => ({ params: { executionId: await aWrittenRun(tenant) } }),
      elsewhere: 'EXECUTION_NOT_FOUND',
      events: ['workflow.created'],
    },
  ],
  dryRunWorkflow: [
    {
      name: 'with an answer',
      prepare: async (tenant) => ({
        ...(await byId(anApprovedWorkflow(tenant))),
        body: { input: { of: tenant.marker }, version: 1, answers: { find: { body: ['pet'] } } },
      }),
      elsewhere: 'RESOURCE_NOT_FOUND',
      free: ['input', 'answers'],
    },
  ],
  listApprovals: [
    {
      ...bare,
      prepare: async (tenant) => {
        await anApproval(tenant);
        return { query: { status: 'pending' } };
      },
    },
  ],
  getApproval: [
    { name: 'by id', prepare: (tenant) => byId(anApproval(tenant)), elsewhere: 'APPROVAL_NOT_FOUND' },
  ],
  decideApproval: [
    {
      name: 'with the form filled in',
      prepare: async (tenant) => ({
        ...(await byId(anApproval(tenant))),
        body: { decision: 'approve', input: { amount: 5 }, comment: 'Fine' },
      }),
      elsewhere: 'APPROVAL_NOT_FOUND',
      events: ['approval.decided'],
      free: ['input'],
    },
  ],
  getOpenApiCache: [bare],
  clearOpenApiCache: [bare],
  getConnectionHealth: [
    { name: 'by id', prepare: (tenant) => byId(aUsedConnection(tenant)), elsewhere: 'RESOURCE_NOT_FOUND' },
  ],
  getUsage: [
    {
      name: 'of one connection, by user',
      prepare: async (tenant) => ({
        query: { connectionId: await aUsedConnection(tenant), groupBy: 'user' },
      }),
      elsewhere: 'same',
    },
  ],
  listConnectors: [bare],
  listPresets: [
    bare,
    { ...bare, name: 'searched', prepare: async () => ({ query: { category: 'payments', search: 'pay' } }) },
  ],
  getHealth: [bare],
  getOpenApiDocument: [bare],
  getDocs: [
    bare,
    { ...bare, name: 'as JSON', prepare: async () => ({ headers: { accept: 'application/json' } }) },
  ],
  getDocsAsset: [{ ...bare, prepare: async () => ({ params: { file: 'initialise.js' } }) }],
};

/** The same request with ids that no workspace has. */
export function absentTwin(request: RouteRequest): RouteRequest {
  const text = JSON.stringify(request).replace(
    /\b(conn|wf|trg|run|plan|upl|ing|chat|appr)_[0-9A-Za-z]{26,64}\b/g,
    (_, kind: string) => testId(kind),
  );
  return JSON.parse(text);
}
