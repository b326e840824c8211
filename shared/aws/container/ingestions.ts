import type { IngestionStore } from '../../ports.ts';
import { createIngestionStore } from '../ingestion-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const ingestions = /* @__PURE__ */ once((container: Container): IngestionStore =>
  createIngestionStore({ table: tableOf(container) }),
);
