import { createContainer } from '../../shared/aws/container/create-container.ts';
import { outboxPublisher } from '../../shared/aws/container/outbox-publisher.ts';
import { outboxRowOfImage } from '../../shared/aws/outbox-publisher.ts';
import { consumeStream } from '../../shared/runtime/consume.ts';
import { publishRecords } from './publish-records.ts';
import { redriveOutbox } from './redrive-outbox.ts';

const container = createContainer({ name: 'publish-outbox', env: process.env });
const { clock, log } = container;
const publisher = outboxPublisher(container);

export const handler = consumeStream({
  perform: (records) => publishRecords({ records, publisher, rowOf: outboxRowOfImage, log }),
  scheduled: () => redriveOutbox({ publisher, clock, log }),
  log,
});
