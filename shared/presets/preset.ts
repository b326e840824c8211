import type { EndpointInput } from '../api/endpoint-inputs.ts';
import type { AuthPlacement } from '../domain/connection.ts';
import type { PresetCategory } from '../domain/preset-category.ts';

/** A part of a base URL that is each customer's own: the name of a shop, a site, a region. */
export interface PresetVariable {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  /** Used where nothing is given. */
  readonly default?: string;
}

/** How a preset authenticates: where the credential goes, what it consists of and where a person gets one. */
export type PresetAuth = AuthPlacement & {
  /** The page on which a person gets a credential, or reads how; absent where none is needed. */
  readonly credentialUrl?: string;
  /** How the credential is written where it is more than a pasted key. */
  readonly hint?: string;
};

/** The authorization code grant (RFC 6749, 4.1) of an API. */
export interface PresetOAuth2 {
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  /** What is asked for unless a person says otherwise: enough to look around. */
  readonly scopes: readonly string[];
}

/**
 * An API that connects by its name. One of `documentUrl` and `endpoints` is there: the address of its OpenAPI document, or
 * what stands in its place where nobody publishes one.
 */
export interface Preset {
  /** Lower case, with hyphens. */
  readonly id: string;
  readonly name: string;
  readonly category: PresetCategory;
  /** One line. */
  readonly description: string;
  readonly docsUrl: string;
  readonly documentUrl?: string;
  readonly endpoints?: readonly EndpointInput[];
  /** Where the document names none, or one that cannot be called as it stands; `{name}` is filled in from `variables`. */
  readonly baseUrl?: string;
  readonly variables?: readonly PresetVariable[];
  readonly auth: PresetAuth;
  readonly oauth2?: PresetOAuth2;
}
