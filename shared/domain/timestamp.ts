import * as z from 'zod';

/** A moment as ISO 8601 in UTC with milliseconds, the form of every time in the API. */
export const Timestamp = z.lazy(() =>
  z.iso.datetime().meta({
    id: 'Timestamp',
    override: { type: 'string', format: 'date-time', example: '2026-01-01T00:00:00.000Z' },
  }),
);
