/**
 * The one opaque value that verifies an account: user name and code of the identity provider. The CustomMessage
 * trigger makes it with the provider's placeholder for the code, which the provider replaces in the mail.
 */
export function verificationToken({ username, code }: { username: string; code: string }): string {
  return `${Buffer.from(username).toString('base64url')}.${code}`;
}

/** Undefined for anything that `verificationToken` cannot have made. */
export function parseVerificationToken(
  token: string,
): { readonly username: string; readonly code: string } | undefined {
  const [, encoded, code] = /^([\w-]{1,256})\.(\d{6})$/.exec(token) ?? [];
  if (encoded === undefined || code === undefined) return undefined;
  const username = Buffer.from(encoded, 'base64url').toString('utf8');
  // The provider's user names; a token that decodes to anything else was not made by us.
  return /^[\w.@+-]{1,128}$/.test(username) ? { username, code } : undefined;
}
