import type { CatalogueStore } from '../../ports.ts';
import { createCatalogueStore } from '../catalogue-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { bucketOf } from './bucket.ts';

export const catalogues = /* @__PURE__ */ once((container: Container): CatalogueStore =>
  createCatalogueStore({ bucket: bucketOf(container) }),
);
