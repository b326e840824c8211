import { Logger } from '@aws-lambda-powertools/logger';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AccountStore,
  CatalogueStore,
  Clock,
  ConnectionStore,
  CredentialStore,
  Identity,
  Ids,
  Ingester,
  Log,
  Mailer,
  PlanStore,
  RateLimiter,
  RunStarter,
  RunStore,
  TokenVerifier,
  Vault,
  WorkflowStore,
} from '../ports.ts';
import { createAccountStore } from './account-store.ts';
import type { Bucket } from './bucket.ts';
import { createCatalogueStore } from './catalogue-store.ts';
import { systemClock } from './clock.ts';
import { createConnectionStore } from './connection-store.ts';
import { createCredentialStore } from './credential-store.ts';
import type { DataKeys } from './data-keys.ts';
import { createIds } from './ids.ts';
import { fetchJwks } from './jwks.ts';
import { createLog } from './log.ts';
import { createModelSettings, type ModelSettings } from './model-settings.ts';
import { lazily, once } from './once.ts';
import { createOutboxPublisher, type OutboxPublisher } from './outbox-publisher.ts';
import { createPlanStore } from './plan-store.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { createRunHeads, type RunHeads } from './run-heads.ts';
import { createRunStore } from './run-store.ts';
import { readSettings, type Environment, type FunctionName, type Settings } from './settings.ts';
import { createDocumentClient, createTableClient } from './table-client.ts';
import type { TableClient } from './table-operations.ts';
import { createTokenVerifier } from './token-verifier.ts';
import { createVault } from './vault.ts';
import { createWorkflowStore } from './workflow-store.ts';

/** What every function has. Its ports are made from it by the functions below, each once and on first use. */
export interface Container {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/**
 * The parts of one function, for its whole life. Throws where a variable of its environment is missing. The SDK clients
 * other than DynamoDB's are imported when a call first needs them, so that a cold start does not load them, and a
 * function's bundle holds only the ports that its entry names.
 */
export function createContainer({ name, env }: { name: FunctionName; env: Environment }): Container {
  const settings = readSettings({ name, env });
  const logger = new Logger({
    serviceName: settings.text('POWERTOOLS_SERVICE_NAME'),
    logLevel: settings.logLevel,
  });
  return {
    settings,
    clock: systemClock,
    ids: createIds({ clock: systemClock, randomBytes }),
    log: createLog({ logger }),
  };
}

const tableOf = /* @__PURE__ */ once(({ settings }: Container): TableClient =>
  createTableClient({
    client: createDocumentClient(),
    tableName: settings.text('TABLE_NAME'),
    sleep: (milliseconds) => sleep(milliseconds),
    random: Math.random,
  }),
);

const bucketOf = /* @__PURE__ */ once(({ settings }: Container): Bucket => {
  const bucketName = settings.text('BUCKET_NAME');
  const load = lazily(async () => (await import('./s3-bucket.ts')).createS3Bucket({ bucketName }));
  return {
    put: async (object) => (await load()).put(object),
    get: async (key) => (await load()).get(key),
  };
});

const dataKeysOf = /* @__PURE__ */ once((_: Container): DataKeys => {
  const load = lazily(async () => (await import('./kms-data-keys.ts')).createKmsDataKeys());
  return {
    generate: async (request) => (await load()).generate(request),
    decrypt: async (request) => (await load()).decrypt(request),
  };
});

export const accounts = /* @__PURE__ */ once((container: Container): AccountStore =>
  createAccountStore({ table: tableOf(container) }),
);

export const connections = /* @__PURE__ */ once((container: Container): ConnectionStore =>
  createConnectionStore({ table: tableOf(container) }),
);

export const credentials = /* @__PURE__ */ once((container: Container): CredentialStore =>
  createCredentialStore({ table: tableOf(container) }),
);

export const catalogues = /* @__PURE__ */ once((container: Container): CatalogueStore =>
  createCatalogueStore({ bucket: bucketOf(container) }),
);

export const plans = /* @__PURE__ */ once((container: Container): PlanStore =>
  createPlanStore({ table: tableOf(container), clock: container.clock }),
);

export const workflows = /* @__PURE__ */ once((container: Container): WorkflowStore =>
  createWorkflowStore({ table: tableOf(container) }),
);

export const runs = /* @__PURE__ */ once((container: Container): RunStore =>
  createRunStore({ table: tableOf(container), bucket: bucketOf(container), newClaimId: randomUUID }),
);

/** Runs without their journals, for functions that have no bucket. */
export const runHeads = /* @__PURE__ */ once((container: Container): RunHeads =>
  createRunHeads({ table: tableOf(container) }),
);

export const rateLimiter = /* @__PURE__ */ once((container: Container): RateLimiter =>
  createRateLimiter({ table: tableOf(container), clock: container.clock }),
);

export const vault = /* @__PURE__ */ once((container: Container): Vault =>
  createVault({
    dataKeys: dataKeysOf(container),
    keyArn: container.settings.text('KEY_ARN'),
    clock: container.clock,
    randomBytes,
  }),
);

export const tokenVerifier = /* @__PURE__ */ once(({ settings, clock }: Container): TokenVerifier =>
  createTokenVerifier({
    issuer: settings.text('USER_POOL_ISSUER'),
    clientId: settings.text('USER_POOL_CLIENT_ID'),
    fetchKeys: fetchJwks,
    clock,
  }),
);

export const identity = /* @__PURE__ */ once(({ settings }: Container): Identity => {
  const clientId = settings.text('USER_POOL_CLIENT_ID');
  const load = lazily(async () => (await import('./identity.ts')).createIdentity({ clientId }));
  return {
    signUp: async (request) => (await load()).signUp(request),
    confirm: async (token) => (await load()).confirm(token),
    resend: async (email) => (await load()).resend(email),
    signIn: async (request) => (await load()).signIn(request),
    refresh: async (token) => (await load()).refresh(token),
    describe: async (token) => (await load()).describe(token),
  };
});

export const mailer = /* @__PURE__ */ once(({ settings }: Container): Mailer => {
  const from = settings.text('MAIL_FROM');
  const load = lazily(async () => (await import('./mailer.ts')).createMailer({ from }));
  return { send: async (mail) => (await load()).send(mail) };
});

export const ingester = /* @__PURE__ */ once(({ settings }: Container): Ingester => {
  const functionName = settings.text('INGEST_FUNCTION_NAME');
  const load = lazily(async () => (await import('./ingester.ts')).createIngester({ functionName }));
  return { ingest: async (request) => (await load()).ingest(request) };
});

export const runStarter = /* @__PURE__ */ once(({ settings }: Container): RunStarter => {
  const stateMachineArn = settings.text('RUN_STATE_MACHINE_ARN');
  const queueUrl = settings.text('WATCHDOG_QUEUE_URL');
  const machine = lazily(async () =>
    (await import('./run-machine.ts')).createRunMachine({ stateMachineArn, newSuffix: randomUUID }),
  );
  const queue = lazily(async () => (await import('./watchdog-queue.ts')).createWatchdogQueue({ queueUrl }));
  return {
    start: async (request) => (await machine()).start(request),
    arm: async (request) => (await queue()).arm(request),
  };
});

export const outboxPublisher = /* @__PURE__ */ once((container: Container): OutboxPublisher => {
  const busName = container.settings.text('BUS_NAME');
  const load = lazily(async () => (await import('./event-bus.ts')).createEventBus({ busName }));
  return createOutboxPublisher({
    table: tableOf(container),
    putEvents: async (events) => (await load())(events),
    clock: container.clock,
  });
});

/** The language model's settings, or undefined where none is configured. */
export const modelSettings = /* @__PURE__ */ once(
  ({ settings, clock }: Container): (() => Promise<ModelSettings | undefined>) => {
    const load = lazily(async () => (await import('./ssm-parameter.ts')).createParameterReader());
    const parameter = settings.text('MODEL_PARAMETER');
    return createModelSettings({ parameter, readParameter: async (name) => (await load())(name), clock });
  },
);

/** Throws where the encryption key does not answer or is not enabled. */
export const keyCheck = /* @__PURE__ */ once(({ settings }: Container): (() => Promise<void>) => {
  const keyArn = settings.text('KEY_ARN');
  const load = lazily(async () => (await import('./kms-key-check.ts')).createKeyCheck({ keyArn }));
  return async () => (await load())();
});

export { outboxRowOfImage } from './outbox-publisher.ts';
