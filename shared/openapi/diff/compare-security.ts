import type { CatalogueHead, Operation, SecurityScheme } from '../../domain/catalogue.ts';
import { compareTexts } from './reasons.ts';
import type { Difference } from './difference.ts';

export type Schemes = CatalogueHead['securitySchemes'];

/** What changed in how a caller must prove itself. A scheme that only has another name is the same. */
export function compareSecurity(
  before: { readonly security: Operation['security']; readonly schemes: Schemes },
  after: { readonly security: Operation['security']; readonly schemes: Schemes },
): readonly Difference[] {
  const was = alternativesOf(before);
  const is = alternativesOf(after);
  const wasOpen = was.size === 0 || was.has('');
  const isOpen = is.size === 0 || is.has('');
  const reason = (code: Difference['code'], breaking: boolean, sentence: string): readonly Difference[] => [
    { code, breaking, location: 'security', sentence, at: { in: 'operation' } },
  ];
  if (wasOpen && isOpen) return [];
  if (wasOpen) return reason('security-added', true, `It needs a credential now: ${[...is].join(' or ')}.`);
  if (isOpen) return reason('security-removed', false, 'It needs no credential any more.');
  const gone = [...was].filter((name) => !is.has(name));
  const added = [...is].filter((name) => !was.has(name));
  if (gone.length > 0)
    return reason(
      'security-changed',
      true,
      `It takes ${[...is].join(' or ')} now and took ${[...was].join(' or ')}.`,
    );
  return added.length === 0
    ? []
    : reason('security-alternative-added', false, `It also takes ${added.join(' or ')} now.`);
}

/** Each alternative as text that says what is sent; '' is the one that needs nothing. */
function alternativesOf({
  security,
  schemes,
}: {
  security: Operation['security'];
  schemes: Schemes;
}): ReadonlySet<string> {
  const texts = security.map((names) =>
    names
      .map((name) => (Object.hasOwn(schemes, name) ? describeScheme(schemes[name]) : name.slice(0, 60)))
      .toSorted(compareTexts)
      .join(' with '),
  );
  return new Set(texts.toSorted(compareTexts));
}

/** What a scheme makes a caller send. */
export function describeScheme(scheme: SecurityScheme | undefined): string {
  if (scheme === undefined) return 'an unknown credential';
  const { type, in: place, name } = scheme;
  if (type === 'apiKey')
    return `an API key in the ${place ?? 'request'}${name === undefined ? '' : ` "${name.slice(0, 60)}"`}`;
  if (type === 'http')
    return scheme.scheme === 'basic' ? 'a name and password' : `a ${scheme.scheme ?? ''} token`;
  return type === 'other'
    ? 'another credential'
    : `a token of ${type === 'oauth2' ? 'OAuth 2' : 'OpenID Connect'}`;
}
