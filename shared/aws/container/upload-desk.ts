import type { UploadDesk } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

/** S3's client and its presigner are imported with the first upload. */
export const uploadDesk = /* @__PURE__ */ once(({ settings, clock }: Container): UploadDesk => {
  const bucketName = settings.text('BUCKET_NAME');
  const load = lazily(async () =>
    (await import('../upload-desk.ts')).createUploadDesk({ bucketName, clock }),
  );
  return { open: async (request) => (await load()).open(request) };
});
