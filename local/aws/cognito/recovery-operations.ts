import * as z from 'zod';

import { describeDelivery } from './code-mail.ts';
import {
  ClientId,
  ClientMetadata,
  ConfirmationCode,
  Password,
  publicOperation,
  Username,
} from './operation.ts';
import type { Operations, Parts } from './operation.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import type { Pool } from './pools.ts';
import { invalidParameter, notAuthorized, userDisabled, userNotFound, wrongCode } from './refusals.ts';
import { emailKey } from './users.ts';

const ForgotPassword = z.strictObject({ ClientId, Username, ClientMetadata });
const ConfirmForgotPassword = z.strictObject({
  ClientId,
  Username,
  ConfirmationCode,
  Password,
  ClientMetadata,
});

const UNKNOWN = 'Username/client id combination not found.';

/** A new password by a code in the mail. */
export function recoveryOperations(parts: Parts): Operations {
  const { pools, users, codes, attempts, sendCode, random } = parts;
  return {
    ForgotPassword: publicOperation(ForgotPassword, async (input) => {
      const client = pools.findClient(input.ClientId);
      if (isLeftToAdministrators(client.pool))
        throw notAuthorized('Contact administrator to reset password.');
      attempts.take({ poolId: client.pool.id, subject: emailKey(input.Username) }, 'mail');
      const user = users.find(client.pool.id, input.Username);
      const canReceive = user?.attributes['email_verified'] === 'true';
      if (user === undefined || !user.enabled || !canReceive) {
        if (client.isDiscreet) return { CodeDeliveryDetails: describeDelivery(input.Username) };
        if (user === undefined) throw userNotFound(UNKNOWN);
        if (!user.enabled) throw userDisabled();
        throw invalidParameter(
          'Cannot reset password for the user as there is no registered/verified email or phone_number',
        );
      }
      const { ClientMetadata: clientMetadata } = input;
      const mail = {
        user,
        client,
        purpose: 'reset',
        source: 'CustomMessage_ForgotPassword',
        clientMetadata,
      } as const;
      return { CodeDeliveryDetails: await sendCode(mail) };
    }),

    ConfirmForgotPassword: publicOperation(ConfirmForgotPassword, async (input) => {
      const { pool, isDiscreet } = pools.findClient(input.ClientId);
      checkPassword(input.Password, pool.policy);
      const subject = { poolId: pool.id, subject: emailKey(input.Username) };
      const guess = attempts.take(subject, 'guess');
      const passwordHash = await hashPassword(input.Password, random);
      const user = users.find(pool.id, input.Username);
      if (user === undefined) throw isDiscreet ? wrongCode() : userNotFound(UNKNOWN);
      if (!user.enabled) throw isDiscreet ? wrongCode() : userDisabled();
      codes.redeem(user, 'reset', input.ConfirmationCode);
      users.change(user, { passwordHash, status: 'CONFIRMED' });
      guess.succeed();
      attempts.forgetPasswords(subject);
      return {};
    }),
  };
}

function isLeftToAdministrators({ properties }: Pool): boolean {
  const mechanisms = properties.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  return mechanisms.length > 0 && !mechanisms.some(({ Name }) => Name === 'verified_email');
}
