import type { DatabaseSync } from 'node:sqlite';

import type { Clock } from './clock.ts';
import { adminOperations } from './cognito/admin-operations.ts';
import { createAttempts } from './cognito/attempts.ts';
import { createCodeMail } from './cognito/code-mail.ts';
import type { SendMail, Trigger } from './cognito/code-mail.ts';
import { createCodes } from './cognito/codes.ts';
import { createGroups } from './cognito/groups.ts';
import { createPools } from './cognito/pools.ts';
import { profileOperations } from './cognito/profile-operations.ts';
import { systemRandom } from './cognito/random.ts';
import type { Random } from './cognito/random.ts';
import { recoveryOperations } from './cognito/recovery-operations.ts';
import { createSessionStore } from './cognito/session-store.ts';
import { createSessions, describeKeys } from './cognito/sessions.ts';
import { signInOperations } from './cognito/sign-in-operations.ts';
import { signUpOperations } from './cognito/sign-up-operations.ts';
import { createTables } from './cognito/tables.ts';
import { createUsers } from './cognito/users.ts';
import { createJsonService } from './json-service.ts';
import type { LocalService } from './service.ts';

export type { CustomMessageEvent, SendMail, Trigger } from './cognito/code-mail.ts';

/** The local Cognito user pools. */
export interface Cognito extends LocalService {
  /** `Fn::GetAtt` of a user pool: `Arn`, `ProviderURL`, `ProviderName`; `Ref` is the id. */
  ensureUserPool(resource: { readonly logicalId: string; readonly properties: unknown }): Promise<{
    readonly id: string;
    readonly arn: string;
    readonly providerUrl: string;
    readonly providerName: string;
  }>;
  ensureUserPoolClient(resource: {
    readonly logicalId: string;
    readonly poolId: string;
    readonly properties: unknown;
  }): { readonly clientId: string };
  /** `AWS::Cognito::UserPoolGroup`. */
  ensureUserPoolGroup(resource: { readonly poolId: string; readonly properties: unknown }): {
    readonly name: string;
  };
  /** The answer to `GET /cognito/<poolId>/.well-known/jwks.json`; undefined for any other path. */
  serveWellKnown(path: string): { readonly status: number; readonly body: object } | undefined;
}

const KEYS_PATH = /^\/cognito\/([\w-]+)\/\.well-known\/jwks\.json$/;
const GET_KEYS = 'GetSigningKeys';

/**
 * Cognito as its clients see it (Amazon Cognito user pools API Reference): users, codes by mail, tokens that verify
 * against the pool's own keys. `publicUrl` is where the laptop cloud is reached, the base of the tokens' issuer.
 */
export function createCognito(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly trigger: Trigger;
  readonly sendMail: SendMail;
  readonly random?: Random;
}): Cognito {
  const { state, clock, publicUrl, random = systemRandom } = options;
  createTables(state);
  const pools = createPools({ state, publicUrl, random });
  const users = createUsers({ state, clock });
  const groups = createGroups({ state, clock });
  const codes = createCodes({ state, clock, random });
  const attempts = createAttempts({ state, clock });
  const store = createSessionStore({ state, clock, random });
  const sessions = createSessions({ store, users, groups, pools, clock, random });
  const sendCode = createCodeMail({ codes, trigger: options.trigger, sendMail: options.sendMail });
  const parts = { pools, users, groups, codes, attempts, sessions, sendCode, random };

  const json = createJsonService({
    signingName: 'cognito-idp',
    invalidCode: 'InvalidParameterException',
    operations: {
      ...signUpOperations(parts),
      ...signInOperations(parts),
      ...recoveryOperations(parts),
      ...profileOperations(parts),
      ...adminOperations(parts),
    },
  });

  const serveWellKnown: Cognito['serveWellKnown'] = (path) => {
    const [, poolId] = KEYS_PATH.exec(path) ?? [];
    if (poolId === undefined) return undefined;
    const pool = pools.get(poolId);
    if (pool === undefined) return { status: 404, body: { message: `User pool ${poolId} does not exist.` } };
    return { status: 200, body: describeKeys(pool) };
  };

  return {
    ...json,
    operation: (http) => (http.method === 'GET' ? GET_KEYS : json.operation(http)),
    permissions: (call) => (call.operation === GET_KEYS ? [] : json.permissions(call)),
    handle: async (call) => {
      if (call.operation !== GET_KEYS) return json.handle(call);
      return serveWellKnown(call.http.path) ?? { status: 404, body: { message: 'Not found.' } };
    },
    async ensureUserPool(resource) {
      const { id, arn, issuer } = await pools.ensurePool(resource);
      return { id, arn, providerUrl: issuer, providerName: issuer.replace(/^https?:\/\//, '') };
    },
    ensureUserPoolClient: (resource) => ({ clientId: pools.ensureClient(resource).id }),
    ensureUserPoolGroup: ({ poolId, properties }) => groups.ensure(pools.find(poolId).id, properties),
    serveWellKnown,
    close: async () => {},
  };
}
