import type { CallNotice } from './aws/endpoint.ts';
import type { AwsCall, AwsReply, LocalService } from './aws/service.ts';
import type { Access } from './iam/access.ts';

/** A call that AWS makes itself in the name of a role: a poller's, a rule's. */
export interface InternalCall {
  readonly signingName: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly principal: string;
  /** False for calls whose answer may be empty: counted by the caller where it matters. */
  readonly counted?: boolean;
}

export type InternalCaller = (call: InternalCall) => Promise<AwsReply>;

/** Makes calls straight at the services, checked against IAM and counted like those that come over HTTP. */
export function createInternalCaller(options: {
  readonly services: () => readonly LocalService[];
  readonly access: () => Access;
  readonly onCall: (notice: CallNotice) => void;
}): InternalCaller {
  const { services, access, onCall } = options;
  return async ({ signingName, operation, input, principal, counted = true }) => {
    const service = services().find((one) => one.signingName === signingName);
    if (!service) throw new Error(`The laptop cloud has no service ${signingName}.`);
    const call: AwsCall = {
      operation,
      input,
      principal,
      http: {
        method: 'POST',
        path: '/',
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.from(JSON.stringify(input)),
      },
    };
    access().check(principal, service.permissions(call));
    if (counted) onCall({ service: signingName, operation, principal });
    return service.handle(call);
  };
}
