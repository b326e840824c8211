import * as z from 'zod';
import { catalogues } from '../../shared/aws/container/catalogues.ts';
import { changeHistory } from '../../shared/aws/container/change-history.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { documentCache } from '../../shared/aws/container/document-cache.ts';
import { ingestionHeartbeat } from '../../shared/aws/container/ingestion-heartbeat.ts';
import { ingestions } from '../../shared/aws/container/ingestions.ts';
import { uploads } from '../../shared/aws/container/uploads.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
import { IngestionMessage, KeptSource, Validators } from '../../shared/domain/ingestion.ts';
import { assertPublicUrl } from '../../shared/egress/assert-public-url.ts';
import { createEgress } from '../../shared/egress/create-egress.ts';
import { createDocuments } from '../../shared/openapi/documents.ts';
import { consumeQueue, isQueueEvent, type Delivery } from '../../shared/runtime/consume.ts';
import { task } from '../../shared/runtime/task.ts';
import { attemptIngestion } from './attempt-ingestion.ts';
import { inspectDocument } from './inspect-document.ts';
import { keepDocument } from './keep-document.ts';
import { PATIENCE_OF_A_PERSON } from './read-at-once.ts';
import { runIngestion } from './run-ingestion.ts';

const container = createContainer({ name: 'ingest', env: process.env });
const { settings, clock, ids, log } = container;
const allow = settings.egressAllow;
const refreshQueueArn = settings.text('REFRESH_QUEUE_ARN');
const egress = createEgress({ allow, log });
const ports = {
  egress,
  documents: createDocuments({ egress, cache: documentCache(container), clock, log }),
  uploads: uploads(container),
  catalogues: catalogues(container),
  ingestions: ingestions(container),
  changes: changeHistory(container),
  workflows: workflows(container),
  loadListReads: async () => (await import('../../shared/expressions/list-reads.ts')).listReads,
  assertPublicUrl: (url: string) => void assertPublicUrl({ url, allow }),
  clock,
  ids,
  log,
};

const whileSomebodyWaits = task({
  payload: z.object({
    tenantId: z.string(),
    source: z.union([KeptSource, z.object({ content: z.string() })]),
  }),
  perform: (payload) => attemptIngestion({ ...payload, ports }),
  log,
});

const keeping = task({
  payload: z.object({ keep: z.object({ tenantId: z.string(), content: z.string() }) }),
  perform: ({ keep }) => keepDocument({ ...keep, ports }),
  log,
});

const looking = task({
  payload: z.object({
    inspect: z.object({
      tenantId: z.string(),
      url: z.string(),
      specHash: z.exactOptional(z.string()),
      validators: z.exactOptional(Validators),
    }),
  }),
  perform: ({ inspect: request }) => inspectDocument({ request, ports }),
  log,
});

const refreshing = task({
  payload: IngestionMessage,
  perform: async (message) => {
    await runIngestion({ message, receiveCount: 1, patience: PATIENCE_OF_A_PERSON, ports });
    return null;
  },
  log,
});

const consumer = {
  message: IngestionMessage,
  perform: (message: IngestionMessage, { receiveCount }: Delivery) =>
    runIngestion({ message, receiveCount, ports }),
  log,
};
const inTheBackground = consumeQueue({ ...consumer, heartbeat: ingestionHeartbeat(container) });
/** Nobody waits for these: one whose worker died comes back when its time is over. */
const atNight = consumeQueue(consumer);

export const handler = (event: unknown, context: Parameters<typeof inTheBackground>[1]) => {
  if (isQueueEvent(event)) {
    const isNight = event.Records.every((record) => record.eventSourceARN === refreshQueueArn);
    return isNight ? atNight(event, context) : inTheBackground(event, context);
  }
  const isGiven = (name: string): boolean => typeof event === 'object' && event !== null && name in event;
  if (isGiven('inspect')) return looking(event, context);
  if (isGiven('keep')) return keeping(event, context);
  return isGiven('ingestionId') ? refreshing(event, context) : whileSomebodyWaits(event, context);
};
