import * as z from 'zod';

import { checkRequired, checkWritable, toAttributes } from './attributes.ts';
import { describeDelivery } from './code-mail.ts';
import {
  AttributeList,
  ClientId,
  ClientMetadata,
  ConfirmationCode,
  Password,
  publicOperation,
  Username,
} from './operation.ts';
import type { Operations, Parts } from './operation.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { newUuid } from './random.ts';
import { expiredCode, invalidParameter, notAuthorized, userDisabled, userNotFound } from './refusals.ts';
import { emailKey } from './users.ts';

const SignUp = z.strictObject({
  ClientId,
  Username,
  Password,
  UserAttributes: AttributeList.default([]),
  ClientMetadata,
});
const ConfirmSignUp = z.strictObject({
  ClientId,
  Username,
  ConfirmationCode,
  ForceAliasCreation: z.boolean().optional(),
  ClientMetadata,
});
const ResendConfirmationCode = z.strictObject({ ClientId, Username, ClientMetadata });

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const UNKNOWN = 'Username/client id combination not found.';

/** Making an account and proving its address. */
export function signUpOperations(parts: Parts): Operations {
  const { pools, users, codes, attempts, sendCode, random } = parts;
  return {
    SignUp: publicOperation(SignUp, async (input) => {
      const client = pools.findClient(input.ClientId);
      const { pool } = client;
      if (pool.properties.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true) {
        throw notAuthorized('SignUp is not permitted for this user pool');
      }
      const email = input.Username;
      if (!EMAIL.test(email)) throw invalidParameter('Username should be an email.');
      const given = toAttributes(input.UserAttributes);
      if (given['email'] !== undefined && emailKey(given['email']) !== emailKey(email)) {
        throw invalidParameter('The email attribute and the username differ.');
      }
      checkWritable(given, client);
      const attributes = { ...given, email, email_verified: 'false' };
      checkRequired(attributes, pool);
      checkPassword(input.Password, pool.policy);

      const passwordHash = await hashPassword(input.Password, random);
      const user = users.add({ sub: newUuid(random), poolId: pool.id, email, passwordHash, attributes });
      const answer = { UserConfirmed: false, UserSub: user.sub };
      if (!pool.properties.AutoVerifiedAttributes.includes('email')) return answer;
      const { ClientMetadata: clientMetadata } = input;
      const mail = {
        user,
        client,
        purpose: 'sign-up',
        source: 'CustomMessage_SignUp',
        clientMetadata,
      } as const;
      return { ...answer, CodeDeliveryDetails: await sendCode(mail) };
    }),

    ConfirmSignUp: publicOperation(ConfirmSignUp, (input) => {
      const { pool, isDiscreet } = pools.findClient(input.ClientId);
      const guess = attempts.take({ poolId: pool.id, subject: emailKey(input.Username) }, 'guess');
      const user = users.find(pool.id, input.Username);
      if (user === undefined) throw isDiscreet ? expiredCode() : userNotFound(UNKNOWN);
      if (!user.enabled) throw isDiscreet ? expiredCode() : userDisabled();
      if (user.status === 'CONFIRMED')
        throw notAuthorized('User cannot be confirmed. Current status is CONFIRMED');
      codes.redeem(user, 'sign-up', input.ConfirmationCode);
      users.change(user, {
        status: 'CONFIRMED',
        attributes: { ...user.attributes, email_verified: 'true' },
      });
      guess.succeed();
      return {};
    }),

    ResendConfirmationCode: publicOperation(ResendConfirmationCode, async (input) => {
      const client = pools.findClient(input.ClientId);
      attempts.take({ poolId: client.pool.id, subject: emailKey(input.Username) }, 'mail');
      const user = users.find(client.pool.id, input.Username);
      if (user === undefined || !user.enabled) {
        if (client.isDiscreet) return { CodeDeliveryDetails: describeDelivery(input.Username) };
        throw user === undefined ? userNotFound(UNKNOWN) : userDisabled();
      }
      if (user.status === 'CONFIRMED') throw invalidParameter('User is already confirmed.');
      const { ClientMetadata: clientMetadata } = input;
      const mail = {
        user,
        client,
        purpose: 'sign-up',
        source: 'CustomMessage_ResendCode',
        clientMetadata,
      } as const;
      return { CodeDeliveryDetails: await sendCode(mail) };
    }),
  };
}
