import type { RunStore } from '../../ports.ts';
import { createRunStore } from '../run-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { bucketOf } from './bucket.ts';
import { tableOf } from './table.ts';

export const runs = /* @__PURE__ */ once((container: Container): RunStore =>
  createRunStore({ table: tableOf(container), bucket: bucketOf(container) }),
);
