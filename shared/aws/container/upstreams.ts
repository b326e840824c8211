import type { UpstreamStore } from '../../ports.ts';
import { once } from '../once.ts';
import { createUpstreamStore } from '../upstream-store.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const upstreams = /* @__PURE__ */ once((container: Container): UpstreamStore =>
  createUpstreamStore({ table: tableOf(container), clock: container.clock }),
);
