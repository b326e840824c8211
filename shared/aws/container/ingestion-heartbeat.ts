import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

/** A worker that dies is missed after this; four beats may be lost before a living one is. */
const HIDDEN_SECONDS = 20;
const EVERY_MS = 5000;

/** Keeps a message of the ingestion queue hidden while its document is read. */
export const ingestionHeartbeat = /* @__PURE__ */ once(({ settings }: Container) => {
  const queueUrl = settings.text('INGESTION_QUEUE_URL');
  const load = lazily(async () =>
    (await import('../message-visibility.ts')).createMessageVisibility({ queueUrl, seconds: HIDDEN_SECONDS }),
  );
  return { everyMs: EVERY_MS, extend: async (receiptHandle: string) => (await load())(receiptHandle) };
});
