import type { Ingester } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

export const ingester = /* @__PURE__ */ once(({ settings }: Container): Ingester => {
  const functionName = settings.text('INGEST_FUNCTION_NAME');
  const load = lazily(async () => (await import('../ingester.ts')).createIngester({ functionName }));
  return {
    ingest: async (request) => (await load()).ingest(request),
    keep: async (document) => (await load()).keep(document),
    perform: async (message) => (await load()).perform(message),
  };
});
