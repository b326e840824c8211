import { randomUUID } from 'node:crypto';
import { call, laptopUrl, local, until } from './api-client.ts';

export interface Person {
  readonly email: string;
  readonly password: string;
  readonly userId: string;
  readonly token: string;
  readonly refreshToken: string;
}

/** Registers a new person, reads the token from the captured mail, verifies and signs in: each test has its own workspace. */
export async function newPerson(name = 'Ada', base = laptopUrl()): Promise<Person> {
  const email = `${name.toLowerCase()}-${randomUUID()}@example.com`;
  const password = 'correct-horse-7';
  const registered = await call('POST', '/auth/register', { body: { email, name, password } }, base);
  if (registered.status !== 201) throw new Error(`Registration answered ${registered.text}`);
  const token = await tokenFromMail(email, base);
  const verified = await call('POST', '/auth/verify', { body: { token } }, base);
  if (verified.status !== 200) throw new Error(`Verification answered ${verified.text}`);
  const { status, body, text } = await call('POST', '/auth/login', { body: { email, password } }, base);
  if (status !== 200) throw new Error(`Sign-in answered ${text}`);
  const { accessToken, refreshToken } = body.data;
  return { email, password, userId: registered.body.data.userId, token: accessToken, refreshToken };
}

/** The verification token of the newest mail to an address. */
export async function tokenFromMail(email: string, base = laptopUrl()): Promise<string> {
  return until(async () => {
    const [mail] = await local(`/mail?to=${encodeURIComponent(email)}`, base);
    return /([A-Za-z0-9_-]{16,}\.\d{6})/.exec(mail?.text ?? '')?.[1];
  });
}
