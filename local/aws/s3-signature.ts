import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { AwsCall } from './service.ts';
import { AwsError } from './service.ts';

/**
 * Checks the signature of a presigned URL (Authenticating Requests: Using Query Parameters). Whoever holds such a URL is
 * no function of ours: it must open this one place, for these headers, and nothing else. Throws `SignatureDoesNotMatch`.
 */
export function checkSignature(http: AwsCall['http'], secretOf: (accessKeyId: string) => string): void {
  const { query } = http;
  const [accessKeyId = '', date = '', region = '', service = ''] = (
    query.get('X-Amz-Credential') ?? ''
  ).split('/');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = [
    'AWS4-HMAC-SHA256',
    query.get('X-Amz-Date') ?? '',
    scope,
    sha256(canonicalRequest(http)),
  ].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce(
    (signing: Buffer | string, part) => hmac(signing, part),
    `AWS4${secretOf(accessKeyId)}`,
  );
  const expected = hmac(key, text);
  const sent = Buffer.from(query.get('X-Amz-Signature') ?? '', 'hex');
  if (sent.length === expected.length && timingSafeEqual(sent, expected)) return;
  throw new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
    { status: 403 },
  );
}

function canonicalRequest({ method, path, query, headers }: AwsCall['http']): string {
  const parameters = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted();
  const names = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const lines = names.map((name) => `${name}:${String(headers[name]).trim().replace(/\s+/g, ' ')}\n`);
  const payload = query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  return [method, path, parameters.join('&'), lines.join(''), names.join(';'), payload].join('\n');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
