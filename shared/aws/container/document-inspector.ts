import type { DocumentInspector } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

export const documentInspector = /* @__PURE__ */ once(({ settings }: Container): DocumentInspector => {
  const functionName = settings.text('INGEST_FUNCTION_NAME');
  const load = lazily(async () =>
    (await import('../document-inspector.ts')).createDocumentInspector({ functionName }),
  );
  return { inspect: async (request) => (await load()).inspect(request) };
});
