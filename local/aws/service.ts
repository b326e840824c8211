import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

/** The account and region that every ARN of the laptop cloud carries. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** One request of an AWS SDK client, after its protocol has been read. */
export interface AwsCall {
  /** The API operation's name as in IAM and the SDK, e.g. `SendMessage`, `PutObject`. */
  readonly operation: string;
  /** The parsed input for JSON protocols; for S3 (REST-XML) it is `{}` and `http` is read instead. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly http: {
    readonly method: string;
    /** Percent-encoded path, without the query. */
    readonly path: string;
    readonly query: URLSearchParams;
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
  };
  /** Logical id of the calling function's or service's role in the template; `root` for tools and tests. */
  readonly principal: string;
}

/** What IAM must allow before a call is handled, e.g. `{action: 'sqs:SendMessage', resource: 'arn:aws:sqs:…'}`. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of this request alone, lower-cased. */
  readonly context?: Readonly<Record<string, string>>;
}

/** An answer in the service's own protocol; an object body is serialised as JSON. */
export interface AwsReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string | Buffer | Readable;
}

/**
 * One AWS service of the laptop cloud. Only the operations in use are spoken; anything else must throw
 * `notImplemented`, never be ignored.
 */
export interface LocalService {
  /** As in the credential scope of SigV4: `kms`, `s3`, `sqs`, `events`, `states`, `cognito-idp`, `lambda`, `ses`, `dynamodb`. */
  readonly signingName: string;
  /** Reads the operation from the request (the target header for JSON protocols, method and path for REST). */
  operation(http: AwsCall['http']): string;
  /** The permissions that a call needs; empty for operations that AWS leaves unauthenticated (e.g. Cognito SignUp). */
  permissions(call: AwsCall): readonly Permission[];
  handle(call: AwsCall): Promise<AwsReply>;
  /** Headers that every answer to such a request has, refusals included. */
  answerHeaders?(http: AwsCall['http']): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** An error in the shape that AWS SDK clients read: `code` becomes `error.name`. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Further members of the error document, e.g. `CancellationReasons`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; members?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.members = options.members ?? {};
  }
}

/** The refusal of an operation that the laptop cloud does not speak: named in the log, never ignored. */
export function notImplemented(service: string, operation: string): AwsError {
  return new AwsError('NotImplemented', `The laptop cloud does not implement ${service}:${operation}.`, {
    status: 501,
  });
}
