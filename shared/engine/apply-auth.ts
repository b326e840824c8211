import type { AuthPlacement, CredentialSecret } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import type { BuiltRequest } from './build-request.ts';

/**
 * Puts a credential into a request, where the connection says. It replaces whatever a step has put there. Throws
 * CREDENTIAL_MISSING where the stored secret is of another kind.
 */
export function applyAuth({
  request,
  auth,
  secret,
}: {
  readonly request: BuiltRequest;
  readonly auth: AuthPlacement;
  readonly secret: CredentialSecret;
}): BuiltRequest {
  if (auth.type === 'api_key' && 'apiKey' in secret) return withKey({ request, auth, key: secret.apiKey });
  if (auth.type === 'bearer' && 'token' in secret)
    return withHeader(request, 'authorization', `Bearer ${secret.token}`);
  if (auth.type === 'basic' && 'username' in secret) {
    const pair = Buffer.from(`${secret.username}:${secret.password}`, 'utf8').toString('base64');
    return withHeader(request, 'authorization', `Basic ${pair}`);
  }
  if (auth.type === 'none') return request;
  throw new AppError(
    'CREDENTIAL_MISSING',
    'The stored credentials do not fit how this connection authenticates.',
  );
}

function withKey({
  request,
  auth,
  key,
}: {
  request: BuiltRequest;
  auth: Extract<AuthPlacement, { type: 'api_key' }>;
  key: string;
}): BuiltRequest {
  if (auth.in === 'header') return withHeader(request, auth.name.toLowerCase(), key);
  if (auth.in === 'cookie') {
    const pair = `${encodeURIComponent(auth.name)}=${encodeURIComponent(key)}`;
    const { cookie } = request.headers;
    return withHeader(request, 'cookie', cookie === undefined ? pair : `${cookie}; ${pair}`);
  }
  const url = new URL(request.url);
  url.searchParams.set(auth.name, key);
  return { ...request, url: url.href };
}

function withHeader(request: BuiltRequest, name: string, value: string): BuiltRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}
