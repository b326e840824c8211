import type { AccountStore } from '../../ports.ts';
import { createAccountStore } from '../account-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const accounts = /* @__PURE__ */ once((container: Container): AccountStore =>
  createAccountStore({ table: tableOf(container) }),
);
