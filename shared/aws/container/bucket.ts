import type { Bucket } from '../bucket.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

/** The bucket; S3's client is imported when an object is first needed. */
export const bucketOf = /* @__PURE__ */ once(({ settings }: Container): Bucket => {
  const bucketName = settings.text('BUCKET_NAME');
  const load = lazily(async () => (await import('../s3-bucket.ts')).createS3Bucket({ bucketName }));
  return {
    put: async (object) => (await load()).put(object),
    get: async (key) => (await load()).get(key),
    size: async (key) => (await load()).size(key),
    delete: async (key) => (await load()).delete(key),
  };
});
