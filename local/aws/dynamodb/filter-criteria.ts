import * as z from 'zod';

import { compilePattern } from '../event-pattern.ts';
import type { StreamRecord } from './stream-record.ts';

const FilterCriteria = z.object({ Filters: z.array(z.object({ Pattern: z.string() })) });

/** Whether a consumer wants a record: one of its filters is enough, and without any it wants all. */
export function createRecordFilter(criteria: unknown): (record: StreamRecord) => boolean {
  if (criteria === undefined) return () => true;
  const matchers = FilterCriteria.parse(criteria).Filters.map(({ Pattern }) =>
    compilePattern(JSON.parse(Pattern)),
  );
  return (record) => matchers.length === 0 || matchers.some((matches) => matches(record));
}
