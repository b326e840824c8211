import { once } from '../once.ts';
import { createRunHeads, type RunHeads } from '../run-heads.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

/** Runs without their journals, for functions that have no bucket. */
export const runHeads = /* @__PURE__ */ once((container: Container): RunHeads =>
  createRunHeads({ table: tableOf(container) }),
);
