import type { AuthType, CredentialSecret } from './connection.ts';

/** Whether a secret has the members that an authentication type needs. */
export function secretFits(type: AuthType, secret: CredentialSecret): boolean {
  if (type === 'api_key') return 'apiKey' in secret;
  if (type === 'bearer') return 'token' in secret;
  if (type === 'basic') return 'username' in secret;
  return false;
}
