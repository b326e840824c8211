import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import type { Clock } from './clock.ts';
import { createJsonService, jsonOperation } from './json-service.ts';
import { transact } from './open-state.ts';
import { readAddresses, readMime } from './ses-mime.ts';
import { SendEmailInput } from './ses-input.ts';
import type { AwsCall, LocalService } from './service.ts';
import { ACCOUNT, AwsError, REGION } from './service.ts';

/** One mail as one recipient would have got it. */
interface CapturedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** ISO 8601. */
  readonly sentAt: string;
}

/** The local SES: nothing is sent, everything is kept to be read. */
export interface Ses extends LocalService {
  /** Makes an identity (an address or a domain) known, so that permissions name it; it need not be verified. */
  ensureIdentity(identity: string): { readonly arn: string };
  /** Keeps a mail of another service of the laptop cloud, e.g. a code from Cognito. */
  capture(mail: {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly html?: string | undefined;
  }): void;
  /** Captured mail, newest first; to one address, whatever its case, where `to` is given. */
  listMail(query?: { readonly to?: string | undefined; readonly limit?: number }): CapturedMail[];
}

const Row = z.object({
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  sent_at: z.number(),
});

/** SES v2 as its clients see it: SendEmail (Amazon SES API v2 Reference), with Simple and Raw content. */
export function createSes(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly newId?: () => string;
}): Ses {
  const { state, clock, newId = randomUUID } = options;
  state.exec(`create table if not exists ses_mail (
    sequence integer primary key, recipient text not null collate nocase, subject text not null, text text not null,
    html text, sent_at integer not null);
    create index if not exists ses_mail_recipient on ses_mail (recipient, sequence)`);
  const insert = state.prepare(
    'insert into ses_mail (recipient, subject, text, html, sent_at) values (?, ?, ?, ?, ?)',
  );
  const latest = state.prepare('select * from ses_mail order by sequence desc limit ?');
  const ofRecipient = state.prepare(
    'select * from ses_mail where recipient = ? order by sequence desc limit ?',
  );
  const identities = new Set<string>();

  const capture: Ses['capture'] = ({ to, subject, text, html }) =>
    void insert.run(to, subject, text, html ?? null, clock.now());

  const service = createJsonService({
    signingName: 'ses',
    invalidCode: 'BadRequestException',
    readOperation,
    operations: {
      SendEmail: jsonOperation({
        input: SendEmailInput,
        permissions: (input) => {
          const resources = [identityArn(identityOf(readMail(input).from, identities))];
          if (input.ConfigurationSetName !== undefined) {
            resources.push(arn(`configuration-set/${input.ConfigurationSetName}`));
          }
          return resources.map((resource) => ({ action: 'ses:SendEmail', resource }));
        },
        perform: (input) => {
          const { recipients, ...mail } = readMail(input);
          if (recipients.length === 0)
            throw new AwsError('BadRequestException', 'The mail has no recipient.');
          transact(state, () => {
            for (const to of recipients) capture({ ...mail, to });
          });
          return { MessageId: newId() };
        },
      }),
    },
  });

  return {
    ...service,
    ensureIdentity(identity) {
      identities.add(identity.toLowerCase());
      return { arn: identityArn(identity) };
    },
    capture,
    listMail({ to, limit = 100 } = {}) {
      const rows = to === undefined ? latest.all(limit) : ofRecipient.all(to, limit);
      return z
        .array(Row)
        .parse(rows)
        .map((row) => ({
          to: row.recipient,
          subject: row.subject,
          text: row.text,
          ...(row.html !== null && { html: row.html }),
          sentAt: new Date(row.sent_at).toISOString(),
        }));
    },
    close: async () => {},
  };
}

function readOperation({ method, path }: AwsCall['http']): string {
  return method === 'POST' && path === '/v2/email/outbound-emails' ? 'SendEmail' : `${method} ${path}`;
}

/** Sender, recipients and texts of either kind of content. */
function readMail(input: SendEmailInput) {
  const { Simple: simple, Raw: raw } = input.Content;
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = input.Destination ?? {};
  const recipients = [...ToAddresses, ...CcAddresses, ...BccAddresses].flatMap(readAddresses);
  if (simple !== undefined) {
    const { Text: text, Html: html } = simple.Body;
    return {
      from: requireSender(input.FromEmailAddress),
      recipients,
      subject: simple.Subject.Data,
      text: text?.Data ?? toText(html?.Data ?? ''),
      html: html?.Data,
    };
  }
  const mime = readMime(raw?.Data ?? Buffer.alloc(0));
  return {
    from: requireSender(input.FromEmailAddress ?? mime.from),
    recipients: recipients.length > 0 ? recipients : mime.to,
    subject: mime.subject,
    text: mime.text ?? toText(mime.html ?? ''),
    html: mime.html,
  };
}

function requireSender(from: string | undefined): string {
  const [address] = readAddresses(from ?? '');
  if (address === undefined) throw new AwsError('BadRequestException', 'The mail has no sender.');
  return address.toLowerCase();
}

/** SES looks for the address itself, then for its domain. */
function identityOf(from: string, identities: ReadonlySet<string>): string {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return !identities.has(from) && identities.has(domain) ? domain : from;
}

function identityArn(identity: string): string {
  return arn(`identity/${identity}`);
}

function arn(resource: string): string {
  return `arn:aws:ses:${REGION}:${ACCOUNT}:${resource}`;
}

/** HTML as a person would read it in a list: without tags. */
function toText(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
