import { SESv2Client } from '@aws-sdk/client-sesv2';
import { systemClock } from '../../local/aws/clock.ts';
import { openState } from '../../local/aws/open-state.ts';
import { createSes } from '../../local/aws/ses.ts';
import { createMailer } from '../../shared/aws/mailer.ts';
import { startEndpoint, type TestEndpoint } from '../support/start-endpoint.ts';

let endpoint: TestEndpoint;
const ses = createSes({ state: openState(':memory:'), clock: systemClock });
beforeAll(async () => {
  endpoint = await startEndpoint([ses]);
});
afterAll(() => endpoint.close());

const MAIL = { to: 'ann@example.com', subject: 'Grüße 💌', text: 'Line 1\nLine 2' };

describe('the mailer', () => {
  it('sends plain text as it is', async () => {
    const mailer = createMailer({
      from: 'apiq@example.com',
      client: new SESv2Client(endpoint.clientOptions()),
    });
    await mailer.send(MAIL);
    expect(ses.listMail({ to: MAIL.to })).toMatchObject([MAIL]);
  });

  it('says that a mail could not be sent', async () => {
    const mailer = createMailer({
      from: 'apiq@example.com',
      client: new SESv2Client(endpoint.clientOptions('Nobody')),
    });
    await expect(mailer.send(MAIL)).rejects.toMatchObject({ code: 'EMAIL_SEND_FAILED' });
  });
});
