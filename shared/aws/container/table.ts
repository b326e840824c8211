import { setTimeout as sleep } from 'node:timers/promises';
import { once } from '../once.ts';
import { createDocumentClient, createTableClient } from '../table-client.ts';
import type { TableClient } from '../table-operations.ts';
import type { Container } from './create-container.ts';

/** The table, with the one DynamoDB client of the function. */
export const tableOf = /* @__PURE__ */ once(({ settings }: Container): TableClient =>
  createTableClient({
    client: createDocumentClient(),
    tableName: settings.text('TABLE_NAME'),
    sleep: (milliseconds) => sleep(milliseconds),
    random: Math.random,
  }),
);
