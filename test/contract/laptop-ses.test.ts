import { CreateEmailIdentityCommand, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';

import { openState } from '../../local/aws/open-state.ts';
import { createSes } from '../../local/aws/ses.ts';
import { startEndpoint } from '../support/start-endpoint.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

const FROM = 'APIQ <no-reply@apiq.example>';

async function setup() {
  const state = openState(':memory:');
  const clock = createVirtualClock(Date.UTC(2025, 0, 1));
  const ses = createSes({ state, clock });
  const endpoint = await startEndpoint([ses]);
  const client = new SESv2Client(endpoint.clientOptions());
  const send = (Content: SendEmailCommandInput['Content'], more: Partial<SendEmailCommandInput> = {}) =>
    client.send(
      new SendEmailCommand({
        FromEmailAddress: FROM,
        Destination: { ToAddresses: ['ann@example.com'] },
        Content,
        ...more,
      }),
    );
  return {
    state,
    clock,
    ses,
    endpoint,
    client,
    send,
    sendText: (subject: string, more: Partial<SendEmailCommandInput> = {}) =>
      send({ Simple: { Subject: { Data: subject }, Body: { Text: { Data: `${subject}: text` } } } }, more),
    async close() {
      client.destroy();
      await endpoint.close();
    },
  };
}
type Fixture = Awaited<ReturnType<typeof setup>>;

describe('the local SES, by the SDK client', () => {
  let on: Fixture;
  beforeEach(async () => {
    on = await setup();
  });
  afterEach(() => on.close());

  test('a mail is captured for each of its recipients, newest first', async () => {
    await on.sendText('First');
    await on.clock.advance(1000);
    const { MessageId } = await on.sendText('Second', {
      Destination: { ToAddresses: ['Ann <ann@example.com>'], CcAddresses: ['bob@example.com'] },
    });

    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(on.ses.listMail({ to: 'Ann@Example.com' })).toEqual([
      { to: 'ann@example.com', subject: 'Second', text: 'Second: text', sentAt: '2025-01-01T00:00:01.000Z' },
      { to: 'ann@example.com', subject: 'First', text: 'First: text', sentAt: '2025-01-01T00:00:00.000Z' },
    ]);
    expect(on.ses.listMail().map((mail) => mail.to)).toEqual([
      'bob@example.com',
      'ann@example.com',
      'ann@example.com',
    ]);
    expect(on.ses.listMail({ limit: 1 })).toHaveLength(1);
  });

  test('HTML alone is kept, and read as text', async () => {
    const html = '<p>Your code is <b>123456</b>.</p>';
    await on.send({ Simple: { Subject: { Data: 'Code' }, Body: { Html: { Data: html } } } });
    expect(on.ses.listMail()).toMatchObject([{ text: 'Your code is 123456 .', html }]);
  });

  test('a raw message gives its recipients, its subject and its texts', async () => {
    const raw = [
      `From: ${FROM}`,
      'To: "Ann, A." <ann@example.com>,',
      ' bob@example.com',
      'Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_?= =?UTF-8?B?YW4gYWxsZQ==?=',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="outer"',
      '',
      'preamble',
      '--outer',
      'Content-Type: multipart/alternative; boundary=inner',
      '',
      '--inner',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'A line that is =',
      'folded: =C3=BC=3D',
      '--inner',
      'Content-Type: text/html; charset=iso-8859-1',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<b>\u00fc</b>', 'latin1').toString('base64'),
      '--inner--',
      '--outer',
      'Content-Type: text/plain',
      'Content-Disposition: attachment; filename="a.txt"',
      '',
      'not the text',
      '--outer--',
    ].join('\r\n');
    await on.send(
      { Raw: { Data: Buffer.from(raw) } },
      { Destination: undefined, FromEmailAddress: undefined },
    );

    const mail = { subject: 'Grüße an alle', text: 'A line that is folded: ü=', html: '<b>ü</b>' };
    expect(on.ses.listMail()).toMatchObject([
      { ...mail, to: 'bob@example.com' },
      { ...mail, to: 'ann@example.com' },
    ]);
  });

  test('mail of other services is captured beside it, and all of it outlives a restart', async () => {
    on.ses.capture({ to: 'ann@example.com', subject: 'Your code', text: '123456' });
    await on.sendText('Later');
    const restarted = createSes({ state: on.state, clock: on.clock });
    expect(restarted.listMail({ to: 'ann@example.com' }).map((mail) => mail.subject)).toEqual([
      'Later',
      'Your code',
    ]);
  });

  test('the permission names the identity: the address, or its domain where only that is known', async () => {
    await on.sendText('x', { ConfigurationSetName: 'set' });
    on.ses.ensureIdentity('apiq.example');
    await on.sendText('x');
    on.ses.ensureIdentity('no-reply@apiq.example');
    await on.sendText('x');

    const arn = 'arn:aws:ses:us-east-1:000000000000';
    expect(on.endpoint.checked.map(({ resource }) => resource)).toEqual([
      `${arn}:identity/no-reply@apiq.example`,
      `${arn}:configuration-set/set`,
      `${arn}:identity/apiq.example`,
      `${arn}:identity/no-reply@apiq.example`,
    ]);
    expect(on.endpoint.calls[0]).toEqual({ service: 'ses', operation: 'SendEmail', principal: 'root' });
  });

  test('a mail that cannot be is refused and not captured', async () => {
    const nobody = on.sendText('x', { Destination: { ToAddresses: [] } });
    await expect(nobody).rejects.toMatchObject({ name: 'BadRequestException' });
    const anonymous = on.sendText('x', { FromEmailAddress: undefined });
    await expect(anonymous).rejects.toMatchObject({ name: 'BadRequestException' });
    const empty = on.send({ Simple: { Subject: { Data: 'x' }, Body: {} } });
    await expect(empty).rejects.toMatchObject({ name: 'BadRequestException' });
    const template = on.send({ Template: { TemplateName: 't' } });
    await expect(template).rejects.toMatchObject({ name: 'NotImplemented' });
    const identity = on.client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'a@example.com' }));
    await expect(identity).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(on.ses.listMail()).toEqual([]);
  });
});
