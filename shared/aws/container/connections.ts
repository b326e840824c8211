import type { ConnectionStore } from '../../ports.ts';
import { createConnectionStore } from '../connection-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const connections = /* @__PURE__ */ once((container: Container): ConnectionStore =>
  createConnectionStore({ table: tableOf(container) }),
);
