import type { Mailer } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

export const mailer = /* @__PURE__ */ once(({ settings }: Container): Mailer => {
  const from = settings.text('MAIL_FROM');
  const load = lazily(async () => (await import('../mailer.ts')).createMailer({ from }));
  return { send: async (mail) => (await load()).send(mail) };
});
