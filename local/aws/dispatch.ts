import { readCredentialScope } from './credential-scope.ts';
import { parseJson } from './parse-json.ts';
import type { AwsCall, AwsReply, LocalService, Permission } from './service.ts';
import { AwsError } from './service.ts';

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

/** The principal of a request without a signature; it may call only what needs no permission. */
const ANONYMOUS = 'anonymous';

/** Finds the service of a request, checks who calls and what IAM must allow, and has it handled. Throws `AwsError`. */
export function createDispatch(options: {
  readonly services: readonly LocalService[];
  readonly authorize: Authorize;
  readonly onCall?: ((notice: CallNotice) => void) | undefined;
}): (http: AwsCall['http'], signingName: string | undefined) => Promise<AwsReply> {
  const { authorize, onCall } = options;
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  return async (http, signingName) => {
    const accessKeyId = readCredentialScope(http)?.accessKeyId;
    const principal = accessKeyId === undefined ? ANONYMOUS : identify(accessKeyId, authorize);
    if (signingName === undefined) throw unsigned();
    const service = services.get(signingName);
    if (service === undefined) {
      const message = `The laptop cloud has no service ${signingName}.`;
      throw new AwsError('NotImplemented', message, { status: 501 });
    }
    const call = createCall({ operation: service.operation(http), http, principal });
    const permissions = service.permissions(call);
    if (accessKeyId !== undefined) authorize.check(principal, permissions);
    else if (permissions.length > 0) throw unsigned();
    onCall?.({ service: signingName, operation: call.operation, principal });
    return service.handle(call);
  };
}

/**
 * The service that a request is for, by its credential scope. Cognito's public operations and its keys are asked for
 * without a signature, other web requests are for S3; `undefined` where nothing tells.
 */
export function signingNameOf(http: Pick<AwsCall['http'], 'headers' | 'query' | 'path'>): string | undefined {
  const scope = readCredentialScope(http);
  if (scope !== undefined) return scope.signingName;
  const target = http.headers['x-amz-target'];
  if (http.path.includes('/.well-known/')) return 'cognito-idp';
  if (typeof target !== 'string') return 's3';
  return target.startsWith('AWSCognitoIdentityProviderService.') ? 'cognito-idp' : undefined;
}

function identify(accessKeyId: string, authorize: Authorize): string {
  const principal = authorize.principalOf(accessKeyId);
  if (principal !== undefined) return principal;
  const message = 'The security token included in the request is invalid.';
  throw new AwsError('UnrecognizedClientException', message, { status: 403 });
}

function unsigned(): AwsError {
  return new AwsError('MissingAuthenticationTokenException', 'The request is not signed.', { status: 403 });
}

/** The input is parsed when it is first asked for: S3, Lambda payloads and pass-through services never pay for it. */
function createCall(given: Pick<AwsCall, 'operation' | 'http' | 'principal'>): AwsCall {
  let input: AwsCall['input'] | undefined;
  return {
    ...given,
    get input() {
      input ??= parseInput(given.http.body);
      return input;
    },
  };
}

function parseInput(body: Buffer): AwsCall['input'] {
  if (body.length === 0) return {};
  const parsed = parseJson(body.toString('utf8'));
  if (!isRecord(parsed)) throw new AwsError('SerializationException', 'The body is not a JSON object.');
  return parsed;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
