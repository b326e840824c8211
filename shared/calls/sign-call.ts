import type { HttpMethod } from '../domain/catalogue.ts';
import type { Connection } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import type { CallBinding } from '../domain/workflow.ts';
import { applyAuth } from '../engine/apply-auth.ts';
import { buildRequest, type BuiltRequest } from '../engine/build-request.ts';
import { redactor } from '../engine/redact.ts';
import type { OpenConnection } from './open-connection.ts';

/** One call of an operation, before it is a request. */
export interface Call {
  readonly method: HttpMethod;
  /** The path template, `/pets/{petId}`. */
  readonly path: string;
  readonly binding: CallBinding;
  readonly values: JsonObject;
  /** Lower-case names; beside those that the binding makes. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as it goes out, and the same without its credential. */
export interface SignedCall {
  readonly bare: BuiltRequest;
  readonly signed: BuiltRequest;
  readonly carriesCredential: boolean;
}

/**
 * Makes the request of a call, with the connection's credential in its place. Throws what `buildCall` and `applyAuth`
 * throw.
 */
export function signCall({
  opened,
  call,
}: {
  readonly opened: OpenConnection;
  readonly call: Call;
}): SignedCall {
  const bare = buildCall({ connection: opened.connection, call });
  return { bare, signed: signRequest(opened, bare), carriesCredential: opened.credential !== undefined };
}

/** A request with the connection's credential in its place, where it has one. Throws what `applyAuth` throws. */
export function signRequest({ connection, credential }: OpenConnection, request: BuiltRequest): BuiltRequest {
  if (credential === undefined) return request;
  return applyAuth({ request, auth: connection.auth, secret: credential.secret.reveal() });
}

/**
 * The request of a call without a credential. A credential belongs to the origin it was stored for: PLAN_INVALID where
 * the connection has another one by now than the call was checked against. Throws what `buildRequest` throws.
 */
export function buildCall({
  connection,
  call: { method, path, binding, values, headers = {} },
}: {
  readonly connection: Pick<Connection, 'name' | 'baseUrl'>;
  readonly call: Call;
}): BuiltRequest {
  if (originOf(binding.baseUrl) !== originOf(connection.baseUrl)) {
    const message = `"${connection.name}" has another address since this call was checked: save the workflow again.`;
    throw new AppError('PLAN_INVALID', message);
  }
  const built = buildRequest({ binding, method, path, values });
  return { ...built, headers: { ...built.headers, ...headers } };
}

/** Removes the secret of an open connection from JSON, in every encoding. */
export function redactorOf({ credential }: Pick<OpenConnection, 'credential'>): ReturnType<typeof redactor> {
  if (credential === undefined) return redactor([]);
  // Where a key goes is no secret, and a user name alone opens nothing.
  const secrets = Object.entries(credential.secret.reveal()).filter(
    ([name]) => name !== 'headerName' && name !== 'username',
  );
  return redactor(secrets.flatMap(([, value]) => value ?? []));
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
