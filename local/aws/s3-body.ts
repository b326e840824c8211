import { createHash } from 'node:crypto';

import { checksum } from './s3-checksum.ts';
import type { AwsCall } from './service.ts';
import { AwsError, notImplemented } from './service.ts';

/** The bytes that a PutObject stores, and the checksum that it came with. */
export interface ObjectBody {
  readonly bytes: Buffer;
  /** Lower-case hex. */
  readonly md5: string;
  readonly checksum?: { readonly algorithm: string; readonly value: string };
}

const PREFIX = 'x-amz-checksum-';

/**
 * Reads the body of a PutObject: decodes `aws-chunked`, and compares every checksum that came with it, in a header, in
 * the trailer or in the query of a presigned URL. Throws `BadDigest`, `InvalidDigest`, `IncompleteBody`.
 */
export function readObjectBody(http: AwsCall['http']): ObjectBody {
  const sent = new Map<string, string>();
  for (const [name, value] of [...Object.entries(http.headers), ...http.query]) {
    if (typeof value === 'string') sent.set(name.toLowerCase(), value);
  }
  const encodings = (sent.get('content-encoding') ?? '').split(',').map((encoding) => encoding.trim());
  const isChunked =
    encodings.includes('aws-chunked') || sent.get('x-amz-content-sha256')?.startsWith('STREAMING-');
  const { bytes, trailers } = isChunked ? decodeChunks(http.body) : { bytes: http.body, trailers: new Map() };
  for (const [name, value] of trailers) sent.set(name, value);
  const length = sent.get('x-amz-decoded-content-length');
  if (length !== undefined && Number(length) !== bytes.length) throw incomplete();

  const md5 = createHash('md5').update(bytes).digest();
  const sentMd5 = sent.get('content-md5');
  if (sentMd5 !== undefined && Buffer.from(sentMd5, 'base64').length !== md5.length) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  if (sentMd5 !== undefined && sentMd5 !== md5.toString('base64')) throw badDigest('Content-MD5');
  const first = [...sent].filter(([name]) => name.startsWith(PREFIX)).map((entry) => verify(entry, bytes))[0];
  return { bytes, md5: md5.toString('hex'), ...(first !== undefined && { checksum: first }) };
}

function verify([name, value]: [string, string], bytes: Buffer): { algorithm: string; value: string } {
  const algorithm = name.slice(PREFIX.length);
  const actual = checksum(algorithm, bytes);
  if (actual === undefined) throw notImplemented('s3', `PutObject with ${name}`);
  if (actual !== value) throw badDigest(algorithm.toUpperCase());
  return { algorithm, value };
}

/** `SIZE[;chunk-signature=…]CRLF data CRLF … 0 CRLF [name:value CRLF] CRLF` (Signature calculations, chunked upload). */
function decodeChunks(body: Buffer): { bytes: Buffer; trailers: Map<string, string> } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at);
    const [sizeText] = lineEnd < 0 ? [] : body.toString('latin1', at, lineEnd).split(';');
    if (sizeText === undefined || !/^[0-9a-f]{1,8}$/i.test(sizeText)) throw incomplete();
    const size = Number.parseInt(sizeText, 16);
    const start = lineEnd + 2;
    if (size === 0)
      return { bytes: Buffer.concat(parts), trailers: readTrailers(body.toString('latin1', start)) };
    if (start + size + 2 > body.length) throw incomplete();
    parts.push(body.subarray(start, start + size));
    at = start + size + 2;
  }
}

function readTrailers(text: string): Map<string, string> {
  const trailers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return trailers;
}

function badDigest(algorithm: string): AwsError {
  return new AwsError('BadDigest', `The ${algorithm} you specified did not match what we received.`);
}

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'You did not provide the number of bytes that you announced.');
}
