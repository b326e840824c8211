import type { Account } from './domain/account.ts';
import type { AuditRecord } from './domain/audit.ts';
import type { Catalogue, DocumentProblem } from './domain/catalogue.ts';
import type { Connection, CredentialMetadata } from './domain/connection.ts';
import type { DomainEvent } from './domain/events.ts';
import type { IdKind } from './domain/ids.ts';
import type { Json } from './domain/json.ts';
import type { Plan } from './domain/plan.ts';
import type { Run, RunError, RunStatus, StepRecord } from './domain/run.ts';
import type { SecretContext } from './domain/credential-context.ts';
import type { Secret } from './domain/secret.ts';
import type { Workflow, WorkflowVersion } from './domain/workflow.ts';

export type { SecretContext };

/** Wall clock, epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** Makes ids that sort by time: prefix, `_`, 26 characters. */
export interface Ids {
  next(kind: IdKind): string;
  /** A random UUID (RFC 9562, version 4), the form of the identity provider's user ids. */
  uuid(): string;
}

/**
 * What travels in the transaction of a change: its audit record and its outgoing events. A store that writes takes
 * one; nothing is written without it.
 */
export interface Change {
  readonly audit: AuditRecord;
  readonly events: readonly DomainEvent[];
}

/** Who acts, as the pipeline has proved it. */
export interface Actor {
  readonly userId: string;
  readonly tenantId: string;
  readonly userEmail?: string;
}

/** One page of a list. `total` counts everything that fits the filter. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  /** Opaque; present where more follow. */
  readonly nextCursor?: string;
}

export interface PageRequest {
  /** From 1. */
  readonly page: number;
  /** 1 to 100. */
  readonly limit: number;
}

export interface AccountStore {
  /** The caller's profile and memberships in one consistent read; undefined where there is no such user. */
  get(userId: string): Promise<Account | undefined>;
  /** Makes the user, a workspace and the owner's membership; does nothing where the user exists. Returns the account. */
  create(account: Account, change: Change): Promise<Account>;
  /** Writes a change that touches no other record (a sign-in, a verification). */
  record(change: Change): Promise<void>;
}

export interface ConnectionStore {
  /** CONFLICT if the id exists. `credential` is stored in the same transaction. */
  create(connection: Connection, change: Change, credential?: SealedCredential): Promise<void>;
  get(tenantId: string, id: string): Promise<Connection | undefined>;
  getMany(tenantId: string, ids: readonly string[]): Promise<readonly Connection[]>;
  /** Every connection of a workspace, oldest first; a workspace has at most a few hundred. */
  listAll(tenantId: string): Promise<readonly Connection[]>;
  /** Removes the connection and its credentials. RESOURCE_NOT_FOUND where it does not exist. */
  delete(tenantId: string, id: string, change: Change): Promise<void>;
  /** Remembers a use; last writer wins, no audit (each use is in the run's journal). */
  touch(tenantId: string, id: string, at: string): Promise<void>;
}

/** A credential as it lies in the table: ciphertext and what may be known of it. */
export interface SealedCredential {
  readonly metadata: CredentialMetadata;
  readonly tenantId: string;
  readonly sealed: SealedSecret;
}

/** An envelope: the data key under the KMS key, and the message under the data key. All base64. */
export interface SealedSecret {
  readonly format: 'apiq-envelope-1';
  readonly keyArn: string;
  readonly encryptedDataKey: string;
  readonly message: string;
}

/** KMS envelope encryption. */
export interface Vault {
  seal(plaintext: Secret<Json>, context: SecretContext): Promise<SealedSecret>;
  /** Data keys are cached for at most five minutes. Throws INTERNAL_ERROR where the context or the bytes are wrong. */
  open(sealed: SealedSecret, context: SecretContext): Promise<Secret<Json>>;
}

export interface CredentialStore {
  /** The live version's metadata; undefined where none is stored. */
  getMetadata(tenantId: string, connectionId: string): Promise<CredentialMetadata | undefined>;
  /** The live version with its ciphertext. */
  getSealed(tenantId: string, connectionId: string): Promise<SealedCredential | undefined>;
  /** Adds a version and makes it the live one; RESOURCE_NOT_FOUND where the connection does not exist. */
  put(credential: SealedCredential, change: Change): Promise<void>;
  /** Soft: the versions stay, none is live. RESOURCE_NOT_FOUND where there is none. */
  deactivate(tenantId: string, connectionId: string, at: string, change: Change): Promise<void>;
}

/** Catalogues in the bucket: immutable, found by tenant and `specHash`. */
export interface CatalogueStore {
  put(tenantId: string, catalogue: Catalogue): Promise<void>;
  /** Cached in the function by its hash. */
  get(tenantId: string, specHash: string): Promise<Catalogue>;
}

/** Where a document comes from. */
export type DocumentSource = { readonly url: string } | { readonly content: string };

/** What ingestion tells the caller; the catalogue itself is in the bucket under `specHash`. */
export type IngestionResult =
  | {
      readonly ok: true;
      readonly specHash: string;
      readonly title: string;
      readonly description?: string;
      readonly servers: readonly string[];
      readonly securitySchemes: Catalogue['securitySchemes'];
      readonly endpointCount: number;
      readonly problems: readonly DocumentProblem[];
    }
  | {
      readonly ok: false;
      /** INVALID_DOCUMENT, API_CONNECTION_FAILED or EGRESS_REFUSED. */
      readonly code: 'INVALID_DOCUMENT' | 'API_CONNECTION_FAILED' | 'EGRESS_REFUSED';
      readonly message: string;
      readonly problems: readonly DocumentProblem[];
    };

export interface Ingester {
  ingest(request: { readonly tenantId: string; readonly source: DocumentSource }): Promise<IngestionResult>;
}

export interface PlanStore {
  create(plan: Plan, change: Change): Promise<void>;
  /** Undefined where there is none or it has expired. */
  get(tenantId: string, id: string): Promise<Plan | undefined>;
}

export interface WorkflowStore {
  create(workflow: Workflow, version: WorkflowVersion, change: Change): Promise<void>;
  get(tenantId: string, id: string): Promise<Workflow | undefined>;
  getVersion(tenantId: string, id: string, version: number): Promise<WorkflowVersion | undefined>;
  /** Newest first. */
  list(
    tenantId: string,
    request: PageRequest & { readonly status?: Workflow['status']; readonly search?: string },
  ): Promise<Page<Workflow>>;
  /** On condition that the current version still has `planHash`; PLAN_HASH_MISMATCH otherwise. */
  approve(
    approval: { tenantId: string; id: string; version: number; planHash: string; userId: string; at: string },
    change: Change,
  ): Promise<Workflow>;
  /** Counts an execution and remembers its time; last writer wins. */
  touch(tenantId: string, id: string, at: string): Promise<void>;
}

/** What one boundary of a run writes: outcomes of what finished together with the start of what is next. */
export interface Boundary {
  readonly tenantId: string;
  readonly runId: string;
  readonly fence: number;
  /** Entries to set, by step id. */
  readonly steps: Readonly<Record<string, StepRecord>>;
  /** Set at the last boundary. */
  readonly finish?: { readonly status: RunStatus; readonly output?: Json; readonly error?: RunError };
  readonly at: string;
  readonly leaseUntil: number;
  readonly events: readonly DomainEvent[];
}

export interface RunStore {
  /** `created: false` and the present run where the id exists: one key = one run. */
  create(run: Run, change: Change): Promise<{ readonly created: boolean; readonly run: Run }>;
  /** The run with its journal, large entries included; strongly consistent. */
  get(tenantId: string, runId: string): Promise<Run | undefined>;
  /**
   * Takes the lease: raises the fence on condition that no other owner's lease is alive. Undefined where the run is
   * finished, paused, cancelled or held by another. An owner may take its own lease again: its earlier worker is dead,
   * and the fence keeps out what may be left of it.
   */
  claim(request: {
    tenantId: string;
    runId: string;
    owner: string;
    now: number;
    leaseUntil: number;
  }): Promise<Run | undefined>;
  /**
   * One conditional write: my fence AND the run is live. `continue`: written. `stopped`: cancel or pause came first;
   * the outcomes alone were recorded, nothing that was to start may start. RUN_LEASE_LOST where the fence has moved.
   */
  commit(boundary: Boundary): Promise<'continue' | 'stopped'>;
  /** Newest first. */
  list(
    request: PageRequest & { tenantId: string; workflowId: string; status?: RunStatus },
  ): Promise<Page<Run>>;
}

/** Starts the machine for a run that has been created, and arms its watchdog. */
export interface RunStarter {
  /** Before the run is written: a message that will look after it in `delaySeconds`. */
  arm(request: { tenantId: string; runId: string; delaySeconds: number }): Promise<void>;
  start(request: { tenantId: string; runId: string }): Promise<void>;
}

/** Takes one request of a subject in a rate class. */
export interface RateLimiter {
  take(request: {
    readonly subject: string;
    readonly limitClass: string;
    readonly limit: number;
    readonly windowSeconds: number;
  }): Promise<{
    readonly allowed: boolean;
    readonly remaining: number;
    /** epoch seconds */ readonly resetAt: number;
  }>;
}

/** Tokens of a sign-in; `expiresIn` in seconds. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

/** The identity provider. Refusals are AppErrors; none of them reveals whether an account exists. */
export interface Identity {
  /** `created: false` where the address is taken. Throws VALIDATION_ERROR for a password the policy refuses, EMAIL_SEND_FAILED. */
  signUp(request: {
    email: string;
    name: string;
    password: Secret<string>;
  }): Promise<{ readonly created: true; readonly userId: string } | { readonly created: false }>;
  /** Throws INVALID_TOKEN. Returns the id of the user who is now verified. */
  confirm(token: string): Promise<{ readonly userId: string }>;
  /** Sends the mail again; silent where there is no such unverified account. */
  resend(email: string): Promise<void>;
  /** INVALID_CREDENTIALS, EMAIL_NOT_VERIFIED. */
  signIn(request: { email: string; password: Secret<string> }): Promise<Tokens & { readonly userId: string }>;
  /** Rotates the refresh token; UNAUTHORIZED where it is unknown, used or revoked. */
  refresh(refreshToken: Secret<string>): Promise<Tokens & { readonly userId: string }>;
  /** E-mail address and name of a user, for accounts whose record is missing. */
  describe(accessToken: Secret<string>): Promise<{ readonly email: string; readonly name: string }>;
}

/** Checks an access token: signature, issuer, client, use, expiry. UNAUTHORIZED for anything else. */
export interface TokenVerifier {
  verify(
    token: string,
  ): Promise<{ readonly userId: string; readonly sessionId?: string; readonly expiresAt: number }>;
}

export interface Mailer {
  /** EMAIL_SEND_FAILED. */
  send(mail: { readonly to: string; readonly subject: string; readonly text: string }): Promise<void>;
}

/** One outgoing request to an address that a user supplied. */
export interface EgressRequest {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Until the last byte of the answer. */
  readonly timeoutMs: number;
  /** Of the decompressed body. */
  readonly maxBytes: number;
  /** 0: a redirect is an answer like any other. Credentials are dropped when the origin changes. */
  readonly maxRedirects: number;
  /** The URL or the body holds a credential: then it never goes over plain http to a public host. */
  readonly carriesCredential?: boolean;
}

export interface EgressResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The address that answered, after redirects. */
  readonly url: string;
}

/**
 * The only way out. Throws EGRESS_REFUSED (an address that may not be called), API_CONNECTION_FAILED (no connection, too
 * large, bad encoding, too many redirects) or UPSTREAM_TIMEOUT.
 */
export interface Egress {
  request(request: EgressRequest): Promise<EgressResponse>;
}

/** Evaluates JSONata in the sandbox; TRANSFORM_FAILED with a sentence. */
export interface Expressions {
  evaluate(expression: string, input: Json): Promise<Json>;
}

/** Structured log lines; values are redacted by name and by type before they are written. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Proposes with a language model. Throws AI_SERVICE_ERROR; the rules answer then. */
export interface ModelClient {
  readonly model: string;
  complete(request: {
    readonly system: string;
    readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
    readonly schema: Readonly<Record<string, Json>>;
    readonly schemaName: string;
    readonly timeoutMs: number;
  }): Promise<Json>;
}
