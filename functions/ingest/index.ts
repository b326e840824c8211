import * as z from 'zod';
import { catalogues, createContainer } from '../../shared/aws/container.ts';
import { createEgress } from '../../shared/egress/create-egress.ts';
import { task } from '../../shared/runtime/task.ts';
import { ingest } from './ingest.ts';

const container = createContainer({ name: 'ingest', env: process.env });
const { settings, log } = container;
const ports = {
  catalogues: catalogues(container),
  egress: createEgress({ allow: settings.egressAllow, log }),
};

export const handler = task({
  payload: z.object({
    tenantId: z.string(),
    source: z.union([z.object({ url: z.string() }), z.object({ content: z.string() })]),
  }),
  perform: (payload) => ingest({ ...payload, ...ports }),
  log,
});
