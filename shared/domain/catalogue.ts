import type { Json } from './json.ts';

/** HTTP methods that an OpenAPI path item may hold; QUERY since 3.2. */
export const HTTP_METHODS = [
  'GET',
  'PUT',
  'POST',
  'DELETE',
  'OPTIONS',
  'HEAD',
  'PATCH',
  'TRACE',
  'QUERY',
] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

/** A JSON Schema (2020-12 subset) in which every `$ref` has been resolved or cut at the size limit. */
export type JsonSchema = { readonly [key: string]: Json };

export const PARAMETER_PLACES = ['path', 'query', 'header', 'cookie'] as const;
export type ParameterPlace = (typeof PARAMETER_PLACES)[number];

/**
 * One parameter of an operation outside its body. `style` and `explode` as in OpenAPI 3.1, section 4.8.12; the style
 * `json` stands for a parameter with a JSON media type, which is sent as JSON text.
 */
export interface Parameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly description?: string;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema: JsonSchema;
}

/** The request body in the one media type that APIQ will send. */
export interface RequestBody {
  readonly required: boolean;
  readonly contentType: string;
  readonly schema: JsonSchema;
}

/** One documented response; `schema` is that of its JSON body, when it has one. */
export interface OperationResponse {
  readonly description: string;
  readonly contentType?: string;
  readonly schema?: JsonSchema;
  /** What the document shows as an example of the body, where it is small. */
  readonly example?: Json;
}

/** One operation of a connected API, self-contained: no reference into the document is left. */
export interface Operation {
  /** Stable for the same method and path: `ep_` and a hash. */
  readonly id: string;
  /** Unique in the catalogue, at most 64 characters of `[A-Za-z0-9_-]`. */
  readonly toolName: string;
  readonly operationId?: string;
  readonly method: HttpMethod;
  /** The path template as the document writes it, e.g. `/pets/{petId}`. */
  readonly path: string;
  /** Absolute base of this operation where the document overrides the servers for it. */
  readonly baseUrl?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  /** By status (`200`, `4XX`, `default`). */
  readonly responses: Readonly<Record<string, OperationResponse>>;
  /** Alternatives of scheme names, as in the document; `[]` means that none is needed. */
  readonly security: readonly (readonly string[])[];
}

/** How a document says that an API authenticates. */
export interface SecurityScheme {
  readonly type: 'apiKey' | 'http' | 'oauth2' | 'openIdConnect' | 'other';
  /** Of an API key: where it goes and under which name. */
  readonly in?: 'header' | 'query' | 'cookie';
  readonly name?: string;
  /** Of `http`: `bearer` or `basic`, lower case. */
  readonly scheme?: string;
}

/** A fault of a document that did not stop its ingestion. */
export interface DocumentProblem {
  readonly code: string;
  /** A sentence a person can act on. */
  readonly message: string;
  /** RFC 6901 JSON pointer to the fault. */
  readonly pointer: string;
}

/** What a list or an index shows of an operation; the rest is read when the operation is used. */
export interface OperationEntry extends Pick<
  Operation,
  'id' | 'toolName' | 'operationId' | 'method' | 'path' | 'summary' | 'tags' | 'deprecated'
> {
  /** The first 300 characters. */
  readonly description?: string;
  /** Of the whole operation; see `operationFingerprint`. */
  readonly fingerprint?: string;
}

/** Characters of a description that an entry has. */
export const ENTRY_DESCRIPTION = 300;

/** The entry of an operation. */
export function entryOf(operation: Operation): OperationEntry {
  const { id, toolName, operationId, method, path, summary, description, tags, deprecated } = operation;
  return {
    id,
    toolName,
    ...(operationId === undefined ? {} : { operationId }),
    method,
    path,
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description: description.slice(0, ENTRY_DESCRIPTION) }),
    tags,
    deprecated,
  };
}

/** What is known of one version of an API document beside its operations. */
export interface CatalogueHead {
  /** `sha256:` and the hex digest of the document's bytes. */
  readonly specHash: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** Absolute server URLs, variables replaced by their defaults; relative ones resolved against the document. */
  readonly servers: readonly string[];
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  readonly problems: readonly DocumentProblem[];
}

/** A catalogue without what its operations take and answer; small enough for every request. */
export interface CatalogueIndex extends CatalogueHead {
  readonly entries: readonly OperationEntry[];
}

/** Everything APIQ knows of one version of an API document. Immutable; stored under its `specHash`. */
export interface Catalogue extends CatalogueHead {
  readonly operations: readonly Operation[];
}
