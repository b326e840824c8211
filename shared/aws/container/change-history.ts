import type { ChangeHistory } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import { bucketOf } from './bucket.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

/** Loaded where somebody asks what changed. */
export const changeHistory = /* @__PURE__ */ once((container: Container): ChangeHistory => {
  const parts = { table: tableOf(container), bucket: bucketOf(container) };
  const load = lazily(async () => (await import('../change-history.ts')).createChangeHistory(parts));
  return {
    keepWhole: async (...of) => (await load()).keepWhole(...of),
    list: async (...of) => (await load()).list(...of),
    get: async (...of) => (await load()).get(...of),
    getWhole: async (...of) => (await load()).getWhole(...of),
  };
});
