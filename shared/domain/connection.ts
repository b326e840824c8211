import * as z from 'zod';
import type { Ingestion, Validators } from './ingestion.ts';
import type { SmokeCheck } from './smoke-check.ts';

/** How an API authenticates; the spelling is that of the API reference, input is taken in any case. */
export const AUTH_TYPES = ['none', 'api_key', 'bearer', 'basic'] as const;
export type AuthType = (typeof AUTH_TYPES)[number];

export const CONNECTION_STATUSES = ['ACTIVE', 'INACTIVE', 'ERROR'] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

export const INGESTION_STATUSES = ['NONE', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED'] as const;
export type IngestionStatus = (typeof INGESTION_STATUSES)[number];

/** Where a credential goes in a request: the public half of the authentication, the secret is in the vault. */
export const AuthPlacement = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('none') }),
    z.object({ type: z.literal('api_key'), in: z.enum(['header', 'query', 'cookie']), name: z.string() }),
    z.object({ type: z.literal('bearer') }),
    z.object({ type: z.literal('basic') }),
  ]),
);
export type AuthPlacement = z.infer<typeof AuthPlacement>;

/** The secret half, by type; it exists only inside the vault and while a request is signed. */
export const CredentialSecret = z.lazy(() =>
  z.union([
    z.strictObject({
      apiKey: z.string().min(1).max(8192),
      headerName: z.string().min(1).max(128).optional(),
    }),
    z.strictObject({ token: z.string().min(1).max(16_384) }),
    z.strictObject({ username: z.string().min(1).max(1024), password: z.string().max(8192) }),
  ]),
);
export type CredentialSecret = z.infer<typeof CredentialSecret>;

/** A fault of the document, kept on the connection so that a person sees it. At most 50 are kept. */
export const Problem = z.lazy(() =>
  z.object({ code: z.string(), message: z.string(), pointer: z.string() }).meta({ id: 'DocumentProblem' }),
);

/** So many calls in so many seconds. */
export const CallLimit = z.lazy(() =>
  z
    .strictObject({
      requests: z.int().min(1).max(1_000_000),
      perSeconds: z.int().min(1).max(86_400),
    })
    .meta({ id: 'CallLimit' }),
);
export type CallLimit = z.infer<typeof CallLimit>;

/** An API that a workspace has connected. */
export interface Connection {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly description: string;
  /**
   * Absolute, without a trailing slash; every call stays on its origin. Empty while the document that is to name it has
   * not been read.
   */
  readonly baseUrl: string;
  readonly auth: AuthPlacement;
  readonly documentationUrl?: string;
  readonly status: ConnectionStatus;
  /** Of the latest ingestion. */
  readonly ingestionStatus: IngestionStatus;
  /** The latest; absent where there is no document. */
  readonly ingestion?: Ingestion;
  /** Of the document of the live catalogue, where it was fetched. */
  readonly validators?: Validators;
  readonly endpointCount: number;
  readonly problems: readonly z.infer<typeof Problem>[];
  /** Of the live catalogue; the segment in the bucket is found by it. Absent where none was ingested. */
  readonly specHash?: string;
  readonly credentialId?: string;
  /** How often the API may be called, where a person has said so. */
  readonly rateLimit?: CallLimit;
  readonly lastUsed?: string;
  /** Of the nightly call. */
  readonly lastCheck?: SmokeCheck;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Grows by one with every change; the condition of every update. */
  readonly revision: number;
}

/** What may be known of stored credentials; never the secret. */
export interface CredentialMetadata {
  readonly id: string;
  readonly apiConnectionId: string;
  readonly isActive: boolean;
  readonly version: number;
  readonly expiresAt?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Whether a connection is among those that a request names, by name in any case or by id; no names mean all. */
export function isNamed(
  { id, name }: Pick<Connection, 'id' | 'name'>,
  names: readonly string[] | undefined,
): boolean {
  if (names === undefined || names.length === 0) return true;
  const wanted = new Set(names.map((text) => text.trim().toLowerCase()));
  return wanted.has(name.toLowerCase()) || wanted.has(id.toLowerCase());
}
