/**
 * The user name and the code of the one opaque value that verifies an account: `<base64url(user name)>.<code>`, as the
 * CustomMessage trigger writes it into the mail. Undefined for anything that it cannot have written.
 */
export function parseVerificationToken(
  token: string,
): { readonly username: string; readonly code: string } | undefined {
  const [, encoded, code] = /^([\w-]{1,256})\.(\d{6})$/.exec(token) ?? [];
  if (encoded === undefined || code === undefined) return undefined;
  const username = Buffer.from(encoded, 'base64url').toString('utf8');
  // The provider's user names; a token that decodes to anything else was not made by us.
  return /^[\w.@+-]{1,128}$/.test(username) ? { username, code } : undefined;
}
