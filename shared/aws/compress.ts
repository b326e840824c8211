import { gunzip, gzip } from 'node:zlib';

// Not by promisify: importing node:util loads a dozen of Node's lazy modules at every cold start.

/** gzip, off the main thread. */
export const compress = (bytes: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    gzip(bytes, (error, result) => (error === null ? resolve(result) : reject(error)));
  });

/** gunzip, off the main thread. Rejects where the result would be longer than `maxOutputLength` bytes. */
export const decompress = (
  bytes: Uint8Array,
  options: { readonly maxOutputLength: number },
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    gunzip(bytes, options, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
