import type { IncomingHttpHeaders } from 'node:http';

/** What the credential scope of Signature Version 4 tells of a request. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `kms`, `s3`, `sqs`, … */
  readonly signingName: string;
}

/** `AKID/20250101/us-east-1/sqs/aws4_request`; an access key id holds no slash. */
const SCOPE = /^([^/]+)\/\d{8}\/[a-z0-9-]+\/([a-z0-9-]+)\/aws4_request$/;
const HEADER = /^AWS4-HMAC-SHA256 Credential=([^,\s]+)/;

/**
 * The scope of a signed request, from its Authorization header or, presigned, from its query; `undefined` where it is
 * not signed. The signature itself is not checked: on a laptop the access key id only says who calls.
 */
export function readCredentialScope(request: {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
}): CredentialScope | undefined {
  const header = request.headers.authorization;
  const credential = header === undefined ? request.query.get('X-Amz-Credential') : HEADER.exec(header)?.[1];
  const [, accessKeyId, signingName] = SCOPE.exec(credential ?? '') ?? [];
  return accessKeyId === undefined || signingName === undefined ? undefined : { accessKeyId, signingName };
}
