import * as z from 'zod';

import { notImplemented } from '../service.ts';
import { checkWritable, toAttributes } from './attributes.ts';
import { AttributeList, ClientMetadata, Password, publicOperation, Token } from './operation.ts';
import type { Operations, Parts } from './operation.ts';
import { checkPassword, hashPassword, verifyPassword } from './passwords.ts';
import { wrongPassword } from './refusals.ts';
import { listAttributes } from './user-view.ts';
import { emailKey } from './users.ts';

const WithToken = z.strictObject({ AccessToken: Token });
const ChangePassword = WithToken.extend({ PreviousPassword: Password, ProposedPassword: Password });
const UpdateUserAttributes = WithToken.extend({ UserAttributes: AttributeList, ClientMetadata });

/** What a user does with an access token. */
export function profileOperations(parts: Parts): Operations {
  const { users, attempts, sessions, random } = parts;
  return {
    GetUser: publicOperation(WithToken, ({ AccessToken }) => {
      const { user, client } = sessions.open(AccessToken);
      return { Username: user.sub, UserAttributes: listAttributes(user, client) };
    }),

    GlobalSignOut: publicOperation(WithToken, ({ AccessToken }) => {
      sessions.revokeAllOf(sessions.open(AccessToken).user);
      return {};
    }),

    ChangePassword: publicOperation(ChangePassword, async (input) => {
      const { user, client } = sessions.open(input.AccessToken);
      const subject = emailKey(user.attributes['email'] ?? user.sub);
      const attempt = attempts.takePassword({ poolId: user.poolId, subject });
      if (!(await verifyPassword(input.PreviousPassword, user.passwordHash))) throw wrongPassword();
      attempt.succeed();
      checkPassword(input.ProposedPassword, client.pool.policy);
      const passwordHash = await hashPassword(input.ProposedPassword, random);
      users.change(sessions.open(input.AccessToken).user, { passwordHash });
      return {};
    }),

    UpdateUserAttributes: publicOperation(UpdateUserAttributes, (input) => {
      const { user, client } = sessions.open(input.AccessToken);
      const changed = toAttributes(input.UserAttributes);
      checkWritable(changed, client);
      // A new address would have to be proved first.
      if ('email' in changed) throw notImplemented('cognito-idp', 'UpdateUserAttributes of email');
      users.change(user, { attributes: { ...user.attributes, ...changed } });
      return { CodeDeliveryDetailsList: [] };
    }),
  };
}
