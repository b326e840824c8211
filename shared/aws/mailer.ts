import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { AppError } from '../domain/errors.ts';
import type { Mailer } from '../ports.ts';
import { clientOptions } from './client-options.ts';

/** Plain-text mail by SES. */
export function createMailer({
  from,
  client = new SESv2Client(clientOptions()),
}: {
  from: string;
  client?: SESv2Client;
}): Mailer {
  return {
    async send({ to, subject, text }) {
      const command = new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: { Data: subject, Charset: 'UTF-8' },
            Body: { Text: { Data: text, Charset: 'UTF-8' } },
          },
        },
      });
      await client.send(command).catch((error: unknown) => {
        throw new AppError('EMAIL_SEND_FAILED', undefined, { cause: error });
      });
    },
  };
}
