import type { DocumentCache } from '../../ports.ts';
import { createDocumentCache } from '../document-cache.ts';
import { once } from '../once.ts';
import { bucketOf } from './bucket.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const documentCache = /* @__PURE__ */ once((container: Container): DocumentCache =>
  createDocumentCache({ table: tableOf(container), bucket: bucketOf(container) }),
);
