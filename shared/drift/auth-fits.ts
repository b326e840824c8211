import type { SecurityScheme } from '../domain/catalogue.ts';
import type { AuthPlacement } from '../domain/connection.ts';
import type { OperationInDocument } from '../openapi/diff/compare-operations.ts';

/** Whether a connection's one credential is enough for an operation, as far as the document says. */
export function authFits(auth: AuthPlacement, { operation, head }: OperationInDocument): boolean {
  if (operation.security.length === 0) return true;
  return operation.security.some((names) => {
    const [name, ...others] = names;
    if (name === undefined) return true;
    // A scheme that the document does not describe could be any.
    const scheme = Object.hasOwn(head.securitySchemes, name) ? head.securitySchemes[name] : undefined;
    return others.length === 0 && (scheme === undefined ? auth.type !== 'none' : isOf(scheme, auth));
  });
}

function isOf(scheme: SecurityScheme, auth: AuthPlacement): boolean {
  switch (scheme.type) {
    case 'apiKey':
      return (
        auth.type === 'api_key' &&
        auth.in === scheme.in &&
        auth.name.toLowerCase() === (scheme.name ?? '').toLowerCase()
      );
    case 'http':
      return scheme.scheme === 'basic' ? auth.type === 'basic' : auth.type === 'bearer';
    case 'oauth2':
    case 'openIdConnect':
      return auth.type === 'bearer';
    case 'other':
      return auth.type !== 'none';
  }
}
