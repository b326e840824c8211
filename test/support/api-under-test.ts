import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { approvalHandlers } from '../../functions/approvals/approval-handlers.ts';
import { callHandlers } from '../../functions/calls/call-handlers.ts';
import { authHandlers } from '../../functions/auth/auth-handlers.ts';
import { chatHandlers } from '../../functions/chat/chat-handlers.ts';
import { connectionHandlers } from '../../functions/connections/connection-handlers.ts';
import { inspectDocument } from '../../functions/ingest/inspect-document.ts';
import { executionHandlers } from '../../functions/executions/execution-handlers.ts';
import { historyHandlers } from '../../functions/history/history-handlers.ts';
import { adminHandlers } from '../../functions/admin/admin-handlers.ts';
import { attemptIngestion } from '../../functions/ingest/attempt-ingestion.ts';
import { keepDocument } from '../../functions/ingest/keep-document.ts';
import { PATIENCE_OF_A_PERSON } from '../../functions/ingest/read-at-once.ts';
import { runIngestion } from '../../functions/ingest/run-ingestion.ts';
import { getDocs, getDocsAsset } from '../../functions/system/get-docs.ts';
import { getHealth } from '../../functions/system/get-health.ts';
import { getOpenApiDocument } from '../../functions/system/get-open-api-document.ts';
import { rehearsalHandlers } from '../../functions/rehearsals/rehearsal-handlers.ts';
import { portabilityHandlers } from '../../functions/portability/portability-handlers.ts';
import { undoHandlers } from '../../functions/undo/undo-handlers.ts';
import { usageHandlers } from '../../functions/usage/usage-handlers.ts';
import { triggerHandlers } from '../../functions/triggers/trigger-handlers.ts';
import { workflowHandlers } from '../../functions/workflows/workflow-handlers.ts';
import { RATE_CLASSES, type RateLimits } from '../../shared/api/rate-classes.ts';
import { API, type HttpFunctionName } from '../../shared/api/routes.ts';
import { createAccountStore } from '../../shared/aws/account-store.ts';
import { createApprovalStore } from '../../shared/aws/approval-store.ts';
import { createChangeHistory } from '../../shared/aws/change-history.ts';
import { createCatalogueStore } from '../../shared/aws/catalogue-store.ts';
import { systemClock as clock } from '../../shared/aws/clock.ts';
import { createConnectionStore } from '../../shared/aws/connection-store.ts';
import { createChatStore } from '../../shared/aws/chat-store.ts';
import { createCredentialStore } from '../../shared/aws/credential-store.ts';
import { createDocumentCache } from '../../shared/aws/document-cache.ts';
import { createIds } from '../../shared/aws/ids.ts';
import { createIngestionStore } from '../../shared/aws/ingestion-store.ts';
import { createPlanStore } from '../../shared/aws/plan-store.ts';
import { createRateLimiter } from '../../shared/aws/rate-limiter.ts';
import { createRunStore } from '../../shared/aws/run-store.ts';
import type { Item } from '../../shared/aws/table-operations.ts';
import { createUploads } from '../../shared/aws/uploads.ts';
import { createUpstreamStore } from '../../shared/aws/upstream-store.ts';
import { createModelAnswers } from '../../shared/aws/model-answers.ts';
import { createModelUsageStore } from '../../shared/aws/model-usage-store.ts';
import { createUsageStore } from '../../shared/aws/usage-store.ts';
import { createVault } from '../../shared/aws/vault.ts';
import { createTriggerStore } from '../../shared/aws/trigger-store.ts';
import { createWorkflowLines } from '../../shared/aws/workflow-lines.ts';
import { createWorkflowStore } from '../../shared/aws/workflow-store.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { Secret } from '../../shared/domain/secret.ts';
import { assertPublicUrl } from '../../shared/egress/assert-public-url.ts';
import { listReads } from '../../shared/expressions/list-reads.ts';
import { readExpression } from '../../shared/expressions/read-expression.ts';
import { createSandbox } from '../../shared/expressions/sandbox.ts';
import { createDocuments } from '../../shared/openapi/documents.ts';
import type { IngestionMessage } from '../../shared/domain/ingestion.ts';
import type { DocumentSource, Log, InspectionRequest } from '../../shared/ports.ts';
import { serve, type HttpHandler, type PipelinePorts } from '../../shared/runtime/serve.ts';
import { createUpstreamGate } from '../../shared/upstream/upstream-gate.ts';
import { startDocumentServer, type DocumentServer } from './document-server.ts';
import { startDynamoDb, TABLE_NAME, type TestDynamoDb } from './dynamodb.ts';
import { egressWith } from './egress-under-test.ts';
import { memoryBucket } from './memory-bucket.ts';
import { memoryDataKeys } from './memory-data-keys.ts';
import { memoryIdentity, userOf } from './memory-identity.ts';
import { routeCaller, type RouteCall, type RouteAnswer } from './call-route.ts';

/** One line that the product gave its log, before any redaction. */
interface LogLine {
  readonly message: string;
  readonly fields: unknown;
}

/** The whole HTTP API in this process, on the real engine. */
export interface ApiUnderTest {
  readonly callRoute: (call: RouteCall) => Promise<RouteAnswer>;
  readonly db: TestDynamoDb;
  /** What the handlers are made of, for whoever carries on behind the API. */
  readonly ports: Ports;
  /** Every item of the table. */
  readonly everything: () => Promise<readonly Item[]>;
  readonly logged: LogLine[];
  readonly mails: { readonly to: string; readonly subject: string; readonly text: string }[];
  /** What the starter was asked to look after and to start, in order. */
  readonly runs: { readonly tenantId: string; readonly runId: string; readonly step: 'arm' | 'start' }[];
  /** The one server that documents can be fetched from. */
  readonly documentServer: DocumentServer;
  close(): Promise<void>;
}

/**
 * Serves every group of routes with the real handlers and stores. Not real: the identity provider, the key service, the
 * bucket, mail and the state machine, which have suites of their own; a token is `tokenOf(userId)`. No limit is near.
 */
export async function startApi(): Promise<ApiUnderTest> {
  const db = await startDynamoDb();
  const documentServer = await startDocumentServer();
  const { logged, mails, runs, ...ports } = partsOf(db, documentServer);
  const handlers = serveAll(ports);
  return {
    callRoute: routeCaller(handlers),
    db,
    ports,
    everything: () => scan(db),
    logged,
    mails,
    runs,
    documentServer,
    close: async () => {
      await Promise.all([ports.egress.close(), ports.expressions.close()]);
      await documentServer.close();
      await db.close();
    },
  };
}

async function scan({ documents }: TestDynamoDb): Promise<readonly Item[]> {
  const pages = paginateScan({ client: documents }, { TableName: TABLE_NAME, ConsistentRead: true });
  const items: Item[] = [];
  for await (const page of pages) items.push(...(page.Items ?? []));
  return items;
}

function partsOf({ table }: TestDynamoDb, { host }: DocumentServer) {
  const logged: LogLine[] = [];
  const line = (message: string, fields?: unknown) => void logged.push({ message, fields });
  const log: Log = { info: line, warn: line, error: line };
  const mails: ApiUnderTest['mails'] = [];
  const runs: ApiUnderTest['runs'] = [];
  const bucket = memoryBucket();
  const dataKeys = memoryDataKeys();
  const egress = egressWith({ allow: [host] });
  const documentCache = createDocumentCache({ table, bucket });
  return {
    logged,
    mails,
    runs,
    log,
    bucket,
    dataKeys,
    ids: createIds({ clock, randomBytes }),
    egress,
    egressAllow: [host],
    // The packages may lie behind a link.
    expressions: createSandbox({ worker: EVALUATE, readable: '*' }),
    documentCache,
    documents: createDocuments({ egress, cache: documentCache, clock, log }),
    uploads: createUploads({ bucket }),
    ingestions: createIngestionStore({ table }),
    changes: createChangeHistory({ table, bucket }),
    identity: memoryIdentity(),
    mailer: { send: async (mail: ApiUnderTest['mails'][number]) => void mails.push(mail) },
    accounts: createAccountStore({ table }),
    connections: createConnectionStore({ table }),
    credentials: createCredentialStore({ table }),
    catalogues: createCatalogueStore({ bucket }),
    plans: createPlanStore({ table, clock }),
    chats: createChatStore({ table, clock }),
    workflows: createWorkflowStore({ table }),
    approvals: createApprovalStore({ table }),
    triggers: createTriggerStore({ table }),
    lines: createWorkflowLines({ table }),
    runStore: createRunStore({ table, bucket }),
    limiter: createRateLimiter({ table, clock }),
    upstreams: createUpstreamStore({ table, clock }),
    usage: createUsageStore({ table }),
    modelAnswers: createModelAnswers({ table, clock }),
    modelUsage: createModelUsageStore({ table }),
    vault: createVault({
      dataKeys,
      keyArn: 'arn:aws:kms:us-east-1:000000000000:key/test',
      clock,
      randomBytes,
    }),
    starter: {
      arm: async ({ tenantId, runId }: { tenantId: string; runId: string }) =>
        void runs.push({ tenantId, runId, step: 'arm' }),
      start: async ({ tenantId, runId }: { tenantId: string; runId: string }) =>
        void runs.push({ tenantId, runId, step: 'start' }),
    },
  };
}

type Ports = Omit<ReturnType<typeof partsOf>, 'logged' | 'mails' | 'runs'>;

function serveAll(given: Ports): Readonly<Record<HttpFunctionName, HttpHandler>> {
  const { accounts, ids, limiter, log, vault, runStore } = given;
  const pipeline: PipelinePorts = {
    accounts,
    verifier: {
      verify: async (token) => ({ userId: userIdOf(token), sessionId: 'session-1', expiresAt: 0 }),
    },
    limiter,
    limits: HIGH_LIMITS,
    originToken: '',
    clock,
    ids,
    log,
  };
  const ports = {
    ...given,
    runs: runStore,
    readExpression,
    ingester: {
      ingest: (request: { readonly tenantId: string; readonly source: DocumentSource }) =>
        attemptIngestion({ ...request, ports: given }),
      keep: (document: { readonly tenantId: string; readonly content: string }) =>
        keepDocument({ ...document, ports: given }),
      perform: (message: IngestionMessage) =>
        runIngestion({
          message,
          receiveCount: 1,
          patience: PATIENCE_OF_A_PERSON,
          ports: {
            ...given,
            clock,
            loadListReads: async () => listReads,
            assertPublicUrl: (url: string) => void assertPublicUrl({ url, allow: given.egressAllow }),
          },
        }),
    },
    uploadDesk: {
      open: async ({ uploadId, sizeBytes }: { readonly uploadId: string; readonly sizeBytes: number }) => ({
        url: `https://bucket.example.com/${uploadId}`,
        method: 'PUT' as const,
        headers: { 'content-length': String(sizeBytes) },
        expiresAt: '2099-01-01T00:00:00.000Z',
      }),
    },
    assertPublicUrl: async (url: string) => void assertPublicUrl({ url, allow: given.egressAllow }),
    inspector: {
      inspect: (request: InspectionRequest) => inspectDocument({ request, ports: { ...given, clock } }),
    },
    openGate: async (tenantId: string) =>
      createUpstreamGate({ ...given, tenantId, store: given.upstreams, clock, sleep: never }),
    clock,
    sleep: (ms: number) => pause(ms),
    model: async () => undefined,
    modelMemory: async () => ({ answers: given.modelAnswers, usage: given.modelUsage }),
    execution: async () => ({
      workflows: given.workflows,
      lines: given.lines,
      runs: runStore,
      starter: given.starter,
    }),
  };
  const context = { tenant: 'health', record: 'check', purpose: 'connection-credential' } as const;
  const checks = {
    database: async () => void (await accounts.get('health-check')),
    encryption: async () => void (await vault.seal(new Secret('ok'), context)),
    modelConfigured: async () => false,
  };
  return {
    auth: serve({ routes: API.auth, handlers: authHandlers(ports), ports: pipeline }),
    connections: serve({ routes: API.connections, handlers: connectionHandlers(ports), ports: pipeline }),
    calls: serve({ routes: API.calls, handlers: callHandlers(ports), ports: pipeline }),
    chat: serve({ routes: API.chat, handlers: chatHandlers(ports), ports: pipeline }),
    workflows: serve({ routes: API.workflows, handlers: workflowHandlers(ports), ports: pipeline }),
    executions: serve({ routes: API.executions, handlers: executionHandlers(ports), ports: pipeline }),
    history: serve({ routes: API.history, handlers: historyHandlers(ports), ports: pipeline }),
    triggers: serve({ routes: API.triggers, handlers: triggerHandlers(ports), ports: pipeline }),
    admin: serve({ routes: API.admin, handlers: adminHandlers(ports), ports: pipeline }),
    portability: serve({ routes: API.portability, handlers: portabilityHandlers(ports), ports: pipeline }),
    undo: serve({ routes: API.undo, handlers: undoHandlers(ports), ports: pipeline }),
    rehearsals: serve({ routes: API.rehearsals, handlers: rehearsalHandlers(ports), ports: pipeline }),
    approvals: serve({ routes: API.approvals, handlers: approvalHandlers(ports), ports: pipeline }),
    usage: serve({
      routes: API.usage,
      handlers: usageHandlers({ ...ports, upstreams: async () => ports.upstreams }),
      ports: pipeline,
    }),
    system: serve({
      routes: API.system,
      handlers: {
        getHealth: getHealth({ checks, clock, log }),
        getOpenApiDocument: getOpenApiDocument(),
        getDocs: getDocs(),
        getDocsAsset: getDocsAsset({ folder: SWAGGER_UI }),
      },
      ports: pipeline,
    }),
  };
}

const EVALUATE = new URL('../../shared/expressions/worker.ts', import.meta.url);
const SWAGGER_UI = pathToFileURL(
  `${dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))}/`,
);

const never = (): Promise<never> => Promise.reject(new Error('Nothing here waits for an API.'));

const HIGH_LIMITS: RateLimits = Object.fromEntries(
  Object.keys(RATE_CLASSES).map((name) => [name, 1_000_000]),
);

function userIdOf(token: string): string {
  const userId = userOf(token);
  if (userId === undefined) throw new AppError('UNAUTHORIZED');
  return userId;
}
