import { createContainer } from '../../shared/aws/container/create-container.ts';
import { nightShift } from '../../shared/aws/container/night-shift.ts';
import { task } from '../../shared/runtime/task.ts';
import * as z from 'zod';
import { refreshConnections } from './refresh-connections.ts';

const container = createContainer({ name: 'refresh-connections', env: process.env });
const { settings, ids, log } = container;
const limit = settings.count('NIGHTLY_LIMIT');
const jitterSeconds = settings.count('NIGHTLY_JITTER_SECONDS');

export const handler = task({
  payload: z.unknown(),
  perform: async () => {
    const ports = { nightShift: nightShift(container), ids, random: Math.random, log };
    await refreshConnections({ ...ports, limit, jitterSeconds });
    return null;
  },
  log,
});
