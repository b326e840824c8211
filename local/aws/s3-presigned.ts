import type { AwsCall } from './service.ts';
import { checkSignature } from './s3-signature.ts';
import { AwsError } from './service.ts';

const LONGEST_SECONDS = 7 * 24 * 3600;
const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * Checks a presigned URL (Authenticating Requests: Using Query Parameters): its parts, its time, that the headers it was
 * signed with are sent, and its signature. Does nothing for a request that is signed in its header.
 */
export function checkPresigned(
  http: AwsCall['http'],
  { now, secretOf }: { readonly now: number; readonly secretOf: (accessKeyId: string) => string },
): void {
  const { query, headers } = http;
  if (!query.has('X-Amz-Signature')) return;
  const seconds = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  const signedAt = readDate(query.get('X-Amz-Date') ?? '');
  const isWhole = Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_SECONDS;
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' || signedAt === undefined || !isWhole) {
    throw new AwsError(
      'AuthorizationQueryParametersError',
      'The query parameters of the signature are not valid.',
    );
  }
  const expiresAt = signedAt + seconds * 1000;
  if (now > expiresAt) {
    throw new AwsError('AccessDenied', 'Request has expired', {
      status: 403,
      members: { Expires: new Date(expiresAt).toISOString(), ServerTime: new Date(now).toISOString() },
    });
  }
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const missing = signed.find((name) => headers[name] === undefined);
  if (missing !== undefined) {
    throw new AwsError('SignatureDoesNotMatch', `The signed header '${missing}' was not sent.`, {
      status: 403,
    });
  }
  checkSignature(http, secretOf);
}

function readDate(text: string): number | undefined {
  const parts = DATE.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
