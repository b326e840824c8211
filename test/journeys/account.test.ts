import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import { call, laptopUrl, local, until } from '../support/api-client.ts';
import { newPerson, tokenFromMail } from '../support/people.ts';

describe('accounts', () => {
  test('refresh rotates: the new pair works and me stays who I am', async () => {
    const { refreshToken, email, userId } = await newPerson('Joan');
    const { body } = await call('POST', '/auth/refresh', { body: { refreshToken } });
    expect(body.data.refreshToken).not.toBe(refreshToken);
    expect(body.data.expiresIn).toBe(900);
    const me = await call('GET', '/auth/me', { token: body.data.accessToken });
    expect(me.body.data.user).toEqual({ id: userId, email, name: 'Joan', role: 'USER' });
  });

  test('nobody signs in before the address is verified; the mail can be sent again', async () => {
    const email = `radia-${randomUUID()}@example.com`;
    const password = 'correct-horse-7';
    await call('POST', '/auth/register', { body: { email, name: 'Radia', password } });
    expect(await call('POST', '/auth/login', { body: { email, password } })).toMatchObject({
      status: 403,
      body: { code: 'EMAIL_NOT_VERIFIED' },
    });
    const first = await tokenFromMail(email);
    await call('POST', '/auth/resend-verification', { body: { email } });
    const second = await until(async () => {
      const token = await tokenFromMail(email);
      return token === first ? undefined : token;
    });
    expect((await call('POST', '/auth/verify', { body: { token: second } })).body.data.user).toMatchObject({
      email,
      role: 'USER',
    });
    expect((await call('POST', '/auth/verify', { body: { token: second } })).status).toBe(400);
    expect((await call('POST', '/auth/login', { body: { email, password } })).status).toBe(200);
  });

  test('registering a taken address answers the same, and the mail tells', async () => {
    const { email, token } = await newPerson('Hedy');
    const again = await call('POST', '/auth/register', {
      body: { email: email.toUpperCase(), name: 'Hedy', password: 'another-horse-8' },
    });
    const fresh = await call('POST', '/auth/register', {
      body: { email: `new-${email}`, name: 'Hedy', password: 'another-horse-8' },
    });
    expect(again.status).toBe(fresh.status);
    expect(Object.keys(again.body.data)).toEqual(Object.keys(fresh.body.data));
    expect({ ...again.body, data: { ...again.body.data, userId: '' }, timestamp: '' }).toEqual({
      ...fresh.body,
      data: { ...fresh.body.data, userId: '' },
      timestamp: '',
    });
    const mails = await until(async () => {
      const found: { subject: string }[] = await local(`/mail?to=${encodeURIComponent(email)}`);
      return found.length > 1 ? found : undefined;
    });
    expect(mails[0]?.subject).toMatch(/already/);
    expect((await call('GET', '/auth/me', { token })).status).toBe(200);
    const unknown = await call('POST', '/auth/resend-verification', {
      body: { email: 'nobody-here@example.com' },
    });
    expect(unknown.status).toBe(200);
  });
});

describe('the front door and the documents', () => {
  test('the bare address leads to the documentation', async () => {
    const { statusCode, headers } = await request(laptopUrl());
    expect({ statusCode, location: headers['location'] }).toEqual({ statusCode: 302, location: '/api/docs' });
  });

  test('/api/… serves the current version', async () => {
    const { statusCode, body } = await request(`${laptopUrl()}/api/health`);
    expect(statusCode).toBe(200);
    expect(await body.json()).toMatchObject({
      success: true,
      status: 'degraded',
      checks: { database: { status: 'healthy' }, openai: { status: 'degraded' } },
    });
  });

  test('docs are Swagger UI for browsers and a route list for programs', async () => {
    const page = await request(`${laptopUrl()}/api/docs`, { headers: { accept: 'text/html' } });
    expect(await page.body.text()).toContain('swagger-ui');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    const list = await request(`${laptopUrl()}/api/docs`, { headers: { accept: 'application/json' } });
    expect(await list.body.json()).toMatchObject({
      title: 'APIQ',
      routes: expect.arrayContaining([expect.objectContaining({ method: 'POST', path: '/chat' })]),
    });
    const script = await call('GET', '/docs/assets/swagger-ui-bundle.js');
    expect(script.text.length).toBeGreaterThan(500_000);
    expect((await call('GET', '/docs/assets/secrets.txt')).status).toBe(404);
  });

  test('the served document is the committed one', async () => {
    const { body } = await call('GET', '/openapi');
    const { default: committed } = await import('../../docs/openapi.json', { with: { type: 'json' } });
    expect(body).toEqual(committed);
  });
});
