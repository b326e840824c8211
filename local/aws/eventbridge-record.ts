import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

/** The envelope that targets receive (EventBridge User Guide, AWS service event metadata). */
const EventEnvelope = z.object({
  version: z.string(),
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  /** ISO 8601, whole seconds. */
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;

const Row = z.object({ envelope: z.string() });

/** So many events are kept; older ones are dropped now and then. */
const KEPT = 10_000;
const DROP_EVERY = 500;

/** What reached the buses, newest last in the table. */
export function createEventRecord(state: DatabaseSync) {
  state.exec(`create table if not exists events_recorded (
    sequence integer primary key, run_id text, envelope text not null);
    create index if not exists events_recorded_run on events_recorded (run_id, sequence)`);
  const insert = state.prepare('insert into events_recorded (run_id, envelope) values (?, ?)');
  const drop = state.prepare(
    'delete from events_recorded where sequence <= (select max(sequence) from events_recorded) - ?',
  );
  const latest = state.prepare('select envelope from events_recorded order by sequence desc limit ?');
  const ofRun = state.prepare(
    'select envelope from events_recorded where run_id = ? order by sequence desc limit ?',
  );
  let added = 0;

  return {
    add(envelope: EventEnvelope): void {
      const { runId } = envelope.detail;
      insert.run(typeof runId === 'string' ? runId : null, JSON.stringify(envelope));
      added += 1;
      if (added % DROP_EVERY === 0) drop.run(KEPT);
    },
    list({ runId, limit }: { readonly runId?: string | undefined; readonly limit: number }): EventEnvelope[] {
      const rows = runId === undefined ? latest.all(limit) : ofRun.all(runId, limit);
      return z
        .array(Row)
        .parse(rows)
        .map((row) => EventEnvelope.parse(JSON.parse(row.envelope)));
    },
  };
}
