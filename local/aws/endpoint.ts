import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { readCredentialScope } from './credential-scope.ts';
import { readBody } from './read-body.ts';
import { toXmlError } from './s3-xml.ts';
import type { AwsCall, AwsReply, LocalService, Permission } from './service.ts';
import { AwsError } from './service.ts';
import { writeReply } from './write-reply.ts';

/** Who may call what. */
export interface Authorize {
  /** The logical id of the role that an access key id was given to; `undefined` for an unknown one. */
  principalOf(accessKeyId: string): string | undefined;
  /** Throws `AwsError` `AccessDeniedException` where one of the permissions is missing. */
  check(principal: string, permissions: readonly Permission[]): void;
}

/** One call that was let in; what usage is counted by. */
export interface CallNotice {
  readonly service: string;
  readonly operation: string;
  readonly principal: string;
}

export interface Endpoint {
  /** `http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly server: Server;
  /** Stops listening and drops open connections; the services stay open. */
  close(): Promise<void>;
}

/** The principal of a request without a signature; it may call only what needs no permission. */
export const ANONYMOUS = 'anonymous';

/** Longer than the SDK keeps an idle connection, so that the server never closes one that is about to be used. */
const KEEP_ALIVE_MS = 120_000;

/**
 * The one HTTP port of the laptop cloud: finds the service in the credential scope, checks what IAM must allow, and
 * writes the answer or the error in the service's own protocol.
 */
export async function createEndpoint(options: {
  readonly services: readonly LocalService[];
  readonly authorize: Authorize;
  readonly onCall?: (notice: CallNotice) => void;
  /** Told of what the laptop cloud does not speak, and of its own faults. */
  readonly log?: (message: string) => void;
  /** Any free port by default. */
  readonly port?: number;
  readonly host?: string;
}): Promise<Endpoint> {
  const { authorize, onCall, host = '127.0.0.1' } = options;
  const log = options.log ?? ((message: string) => process.stderr.write(`${message}\n`));
  const services = new Map(options.services.map((service) => [service.signingName, service]));

  const answer = async (http: AwsCall['http'], signingName: string, accessKeyId: string | undefined) => {
    const principal = identify(accessKeyId, authorize);
    const service = services.get(signingName);
    if (service === undefined) {
      throw new AwsError('NotImplemented', `The laptop cloud has no service ${signingName}.`, {
        status: 501,
      });
    }
    const call = createCall({ operation: service.operation(http), http, principal });
    const permissions = service.permissions(call);
    if (accessKeyId !== undefined) authorize.check(principal, permissions);
    else if (permissions.length > 0) {
      throw new AwsError('MissingAuthenticationTokenException', 'The request is not signed.', {
        status: 403,
      });
    }
    onCall?.({ service: signingName, operation: call.operation, principal });
    return service.handle(call);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { path, query } = splitTarget(request.url ?? '/');
    const scope = readCredentialScope({ headers: request.headers, query });
    const signingName = scope?.signingName ?? unsignedService(request, path);
    const requestId = randomUUID();
    let reply: AwsReply;
    try {
      const body = await readBody(request);
      const http = { method: request.method ?? 'GET', path, query, headers: request.headers, body };
      reply = await answer(http, signingName, scope?.accessKeyId);
    } catch (error) {
      const refusal = toAwsError(error, { signingName, log });
      reply = signingName === 's3' ? toXmlError(refusal, { path, requestId }) : toJsonError(refusal);
    }
    await writeReply({ request, response, reply, requestId });
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      log(`laptop cloud: an answer could not be written: ${String(error)}`);
      response.destroy();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The endpoint has no port.');
  return {
    url: `http://${host}:${address.port}`,
    server,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function identify(accessKeyId: string | undefined, authorize: Authorize): string {
  if (accessKeyId === undefined) return ANONYMOUS;
  const principal = authorize.principalOf(accessKeyId);
  if (principal === undefined) {
    throw new AwsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      {
        status: 403,
      },
    );
  }
  return principal;
}

/** The input is parsed when it is first asked for: S3, Lambda payloads and pass-through services never pay for it. */
function createCall(given: Pick<AwsCall, 'operation' | 'http' | 'principal'>): AwsCall {
  let input: AwsCall['input'] | undefined;
  return {
    ...given,
    get input() {
      input ??= parseObject(given.http.body);
      return input;
    },
  };
}

function parseObject(body: Buffer): AwsCall['input'] {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The body is not valid JSON.');
  }
  if (!isRecord(parsed)) throw new AwsError('SerializationException', 'The body is not a JSON object.');
  return parsed;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

/** Cognito's public operations and its keys are called without a signature; everything else unsigned is a web request. */
function unsignedService(request: IncomingMessage, path: string): string {
  const target = request.headers['x-amz-target'];
  const isCognito = typeof target === 'string' && target.startsWith('AWSCognitoIdentityProviderService.');
  return isCognito || path.includes('/.well-known/') ? 'cognito-idp' : 's3';
}

function toAwsError(
  error: unknown,
  about: { signingName: string; log: (message: string) => void },
): AwsError {
  if (!(error instanceof AwsError)) {
    about.log(
      `laptop cloud: ${about.signingName} failed: ${error instanceof Error ? error.stack : String(error)}`,
    );
    return new AwsError('InternalFailure', 'The laptop cloud failed; its log says why.', { status: 500 });
  }
  if (error.code === 'NotImplemented') about.log(`laptop cloud: ${error.message}`);
  return error;
}

function toJsonError(error: AwsError): AwsReply {
  return {
    status: error.status,
    headers: { 'x-amzn-errortype': error.code },
    body: { __type: error.code, message: error.message, ...error.members },
  };
}
