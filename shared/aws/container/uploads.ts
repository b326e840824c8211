import type { Uploads } from '../../ports.ts';
import { once } from '../once.ts';
import { createUploads } from '../uploads.ts';
import { bucketOf } from './bucket.ts';
import type { Container } from './create-container.ts';

export const uploads = /* @__PURE__ */ once((container: Container): Uploads =>
  createUploads({ bucket: bucketOf(container) }),
);
