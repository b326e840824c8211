import type { CredentialStore } from '../../ports.ts';
import { createCredentialStore } from '../credential-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const credentials = /* @__PURE__ */ once((container: Container): CredentialStore =>
  createCredentialStore({ table: tableOf(container) }),
);
