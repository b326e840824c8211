import * as z from 'zod';

import { newUuid } from './random.ts';
import type { Random } from './random.ts';
import { listAttributes } from './user-view.ts';
import type { Client } from './pools.ts';
import type { User } from './users.ts';

/** Of one issue of tokens; times in epoch seconds. */
interface Issue {
  readonly user: User;
  readonly client: Client;
  /** Group names, lowest precedence first. */
  readonly groups: readonly string[];
  readonly sessionId: string;
  readonly signedInAt: number;
  readonly now: number;
  readonly random: Random;
}

export const SELF_SERVICE_SCOPE = 'aws.cognito.signin.user.admin';

/** What is read back of an access token. */
export const AccessClaims = z.object({
  sub: z.string(),
  iss: z.string(),
  token_use: z.literal('access'),
  scope: z.string(),
  origin_jti: z.string(),
  client_id: z.string(),
  exp: z.number(),
});

/** Developer Guide, "Understanding the access token". */
export function accessClaims(issue: Issue & { readonly eventId: string }) {
  return {
    sub: issue.user.sub,
    ...groupsClaim(issue),
    iss: issue.client.pool.issuer,
    client_id: issue.client.id,
    origin_jti: issue.sessionId,
    event_id: issue.eventId,
    token_use: 'access',
    scope: SELF_SERVICE_SCOPE,
    auth_time: issue.signedInAt,
    exp: issue.now + issue.client.settings.accessSeconds,
    iat: issue.now,
    jti: newUuid(issue.random),
    username: issue.user.sub,
  };
}

/** Developer Guide, "Understanding the identity (ID) token". */
export function idClaims(issue: Issue & { readonly eventId: string }) {
  const attributes = listAttributes(issue.user, issue.client).map(({ Name, Value }) => [
    Name,
    Name.endsWith('_verified') ? Value === 'true' : Value,
  ]);
  return {
    ...Object.fromEntries(attributes),
    ...groupsClaim(issue),
    iss: issue.client.pool.issuer,
    'cognito:username': issue.user.sub,
    origin_jti: issue.sessionId,
    aud: issue.client.id,
    event_id: issue.eventId,
    token_use: 'id',
    auth_time: issue.signedInAt,
    exp: issue.now + issue.client.settings.idSeconds,
    iat: issue.now,
    jti: newUuid(issue.random),
  };
}

function groupsClaim({ groups }: Issue): { 'cognito:groups'?: readonly string[] } {
  return groups.length > 0 ? { 'cognito:groups': groups } : {};
}
