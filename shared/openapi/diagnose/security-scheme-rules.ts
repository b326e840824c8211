import { asNode, member } from '../document-node.ts';
import { any, choice, map, object, oneOf, text, type ObjectRule, type Rule } from './rule.ts';

const scopes = map(text);

/** A security scheme; all of `members` but those named in `optional` are required. */
function scheme(
  members: Readonly<Record<string, Rule>>,
  optional: Readonly<Record<string, Rule>> = {},
): ObjectRule {
  return object('a security scheme', () => ({ type: any, description: text, ...members, ...optional }), {
    family: 'a security scheme',
    required: Object.keys(members),
  });
}

const OAUTH_2 = new Map<unknown, Rule>(
  Object.entries({
    implicit: { authorizationUrl: text },
    password: { tokenUrl: text },
    application: { tokenUrl: text },
    accessCode: { authorizationUrl: text, tokenUrl: text },
  }).map(([flow, urls]) => [flow, scheme({ flow: any, ...urls }, { scopes })]),
);

const oauth2 = choice('an OAuth 2 scheme with a "flow" that Swagger 2.0 knows', (value) =>
  OAUTH_2.get(member(asNode(value), 'flow')),
);

const SCHEMES_2 = new Map<unknown, Rule>([
  ['basic', scheme({})],
  ['apiKey', scheme({ name: text, in: oneOf('header', 'query') })],
  ['oauth2', oauth2],
]);

/** A security definition of Swagger 2.0. */
export const securityScheme2 = choice(
  'a security scheme of the type "basic", "apiKey" or "oauth2"',
  (value) => SCHEMES_2.get(member(asNode(value), 'type')),
  'a security scheme',
);

function flow(members: Readonly<Record<string, Rule>>): ObjectRule {
  return object('an OAuth flow', () => ({ refreshUrl: text, scopes, ...members }), {
    required: Object.keys(members),
  });
}

const flows = object('the OAuth flows', () => ({
  implicit: flow({ authorizationUrl: text, scopes }),
  password: flow({ tokenUrl: text }),
  clientCredentials: flow({ tokenUrl: text }),
  authorizationCode: flow({ authorizationUrl: text, tokenUrl: text }),
}));

const HTTP = scheme({ scheme: text });
const BEARER = scheme({ scheme: text }, { bearerFormat: text });

/** Names of HTTP schemes are the same in any case (RFC 9110, 11.1). */
function isBearer(value: unknown): boolean {
  const name = member(asNode(value), 'scheme');
  return typeof name === 'string' && name.toLowerCase() === 'bearer';
}

const SCHEMES_3: readonly (readonly [string, Rule])[] = [
  ['apiKey', scheme({ name: text, in: oneOf('header', 'query', 'cookie') })],
  ['http', choice('an HTTP scheme', (value) => (isBearer(value) ? BEARER : HTTP))],
  ['oauth2', scheme({ flows })],
  ['openIdConnect', scheme({ openIdConnectUrl: text })],
];

/** A security scheme of OpenAPI 3; since 3.1 a client certificate is one. */
export function securityScheme3({ hasMutualTls }: { readonly hasMutualTls: boolean }): Rule {
  const known = new Map<unknown, Rule>(hasMutualTls ? [...SCHEMES_3, ['mutualTLS', scheme({})]] : SCHEMES_3);
  return choice(
    `a security scheme of the type ${[...known.keys()].map((name) => `"${String(name)}"`).join(', ')}`,
    (value) => known.get(member(asNode(value), 'type')),
    'a security scheme',
  );
}
