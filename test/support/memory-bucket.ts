import type { Bucket } from '../../shared/aws/bucket.ts';

/** A bucket in memory that counts its reads. */
export function memoryBucket(): Bucket & { readonly objects: Map<string, Uint8Array>; reads: number } {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    reads: 0,
    async put({ key, body }) {
      objects.set(key, body);
    },
    async get(key) {
      this.reads += 1;
      return objects.get(key);
    },
    async size(key) {
      return objects.get(key)?.length;
    },
    async delete(key) {
      objects.delete(key);
    },
  };
}
