import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  constants,
} from 'node:zlib';
import type { Transform } from 'node:stream';

/** Content codings that `readBody` decodes, as an Accept-Encoding value. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br, zstd';

/** Larger windows are refused: a decoder must not take more memory than RFC 9659 asks of everybody (8 MB). */
const MAX_ZSTD_WINDOW_LOG = 23;

/** Why a body was not read; the first fault ends it. */
export type BodyFault = 'too-large' | 'bad-encoding' | 'unknown-encoding';

/** Takes the bytes of a body as they arrive. */
export interface BodyReader {
  /** False: wait for `onReady` before writing more. */
  write(chunk: Uint8Array): boolean;
  end(): void;
  cancel(): void;
}

/**
 * Collects a body, decoded, and stops at `maxBytes` of either the bytes that arrive or the bytes they become, so that a
 * compressed bomb costs no more than what it was allowed. One coding at most: no server has reason to use two.
 */
export function readBody({
  encoding,
  maxBytes,
  onReady,
  onDone,
  onFault,
}: {
  /** The Content-Encoding header; empty where there is none. */
  readonly encoding: string;
  readonly maxBytes: number;
  readonly onReady: () => void;
  readonly onDone: (body: Uint8Array) => void;
  readonly onFault: (fault: BodyFault) => void;
}): BodyReader {
  const chunks: Uint8Array[] = [];
  let arrived = 0;
  let decoded = 0;
  let decoder: Transform | undefined;
  let finished = false;

  const fail = (fault: BodyFault): void => {
    if (finished) return;
    finished = true;
    decoder?.destroy();
    onFault(fault);
  };
  const keep = (chunk: Uint8Array): void => {
    decoded += chunk.byteLength;
    if (decoded > maxBytes) fail('too-large');
    else chunks.push(chunk);
  };
  const finish = (): void => {
    if (finished) return;
    finished = true;
    onDone(Buffer.concat(chunks, decoded));
  };

  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');

  const startDecoder = (first: Uint8Array): Transform | undefined => {
    const made = codings.length === 1 ? makeDecoder(codings[0] ?? '', first) : undefined;
    if (!made) {
      fail('unknown-encoding');
      return undefined;
    }
    made.on('data', keep);
    made.on('end', finish);
    made.on('drain', onReady);
    made.on('error', () => fail('bad-encoding'));
    return made;
  };

  return {
    write(chunk) {
      if (finished) return true;
      arrived += chunk.byteLength;
      if (arrived > maxBytes) {
        fail('too-large');
        return true;
      }
      if (codings.length === 0) {
        keep(chunk);
        return true;
      }
      decoder ??= startDecoder(chunk);
      return decoder?.write(chunk) ?? true;
    },
    end() {
      if (finished) return;
      if (decoder) decoder.end();
      else finish();
    },
    cancel() {
      finished = true;
      decoder?.destroy();
    },
  };
}

function makeDecoder(coding: string, first: Uint8Array): Transform | undefined {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip();
  // "deflate" means zlib's format (RFC 9110, 8.4.1.2); some servers send the bare stream, which cannot start with 8.
  if (coding === 'deflate') return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
  if (coding === 'br') return createBrotliDecompress();
  if (coding === 'zstd') {
    return createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: MAX_ZSTD_WINDOW_LOG } });
  }
  return undefined;
}
