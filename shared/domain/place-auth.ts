import type { SecurityScheme } from './catalogue.ts';
import type { AuthPlacement, AuthType, CredentialSecret } from './connection.ts';

/** Where an API key goes when neither the caller nor the document says. */
export const DEFAULT_KEY_HEADER = 'X-API-Key';

/**
 * Where the credential goes in a request. For an API key: the header that the caller names, else what the document
 * declares, else `X-API-Key`.
 */
export function placeAuth({
  type,
  secret,
  schemes,
}: {
  type: AuthType;
  secret: CredentialSecret | undefined;
  schemes: Readonly<Record<string, SecurityScheme>>;
}): AuthPlacement {
  if (type !== 'api_key') return { type };
  if (secret !== undefined && 'headerName' in secret && secret.headerName !== undefined) {
    return { type, in: 'header', name: secret.headerName };
  }
  const declared = Object.values(schemes).find((scheme) => scheme.type === 'apiKey');
  return { type, in: declared?.in ?? 'header', name: declared?.name ?? DEFAULT_KEY_HEADER };
}
