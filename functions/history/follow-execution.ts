import type { executionRoutes } from '../../shared/api/executions.ts';
import { AppError } from '../../shared/domain/errors.ts';
import {
  changesSince,
  isOver,
  NOTHING_READ,
  type ChangesRead,
  type RunChange,
} from '../../shared/domain/run-changes.ts';
import type { Run } from '../../shared/domain/run.ts';
import type { Clock, RunStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** Milliseconds between two looks at a run, which grow: a change shows within two seconds, also at the end of a long wait. */
const FIRST_MS = 100;
const MOST_MS = 1_000;
const GROWTH = 1.5;

/**
 * What has changed in an execution since the cursor; where nothing has, the answer waits for it. The changes follow from
 * the run itself, so they are the same for whoever waits and for whoever reads them a year later.
 */
export function followExecution({
  runs,
  clock,
  sleep,
}: {
  runs: Pick<RunStore, 'glance'>;
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
}): Handler<typeof executionRoutes.followExecution> {
  return async ({ params: { id }, query: { cursor, waitSeconds }, caller: { tenantId } }) => {
    const read = cursor === undefined ? NOTHING_READ : readOf(cursor);
    const until = clock.now() + waitSeconds * 1000;
    let pause = FIRST_MS;
    let last: { readonly version: string; readonly run: Run } | undefined;
    for (;;) {
      const found = await runs.glance(tenantId, id, last?.version);
      const run = found?.run ?? (found && last?.run);
      if (found === undefined || run === undefined) throw new AppError('EXECUTION_NOT_FOUND');
      last = { version: found.version, run };
      const now = clock.now();
      const { changes, read: reached } = changesSince(run, read);
      const ended = isOver(run, now);
      if (changes.length > 0 || ended || now >= until) return answer({ run, changes, read: reached, ended });
      await sleep(Math.min(pause, until - now));
      pause = Math.min(MOST_MS, pause * GROWTH);
    }
  };
}

function answer({
  run: { id, status },
  changes,
  read: { worker, person, end },
  ended,
}: {
  run: Run;
  changes: readonly RunChange[];
  read: ChangesRead;
  ended: boolean;
}) {
  const cursor = `${worker}.${person}.${end ? 1 : 0}`;
  return { executionId: id, status, events: [...changes], cursor, ended };
}

/** The schema of the route has checked its form. */
function readOf(cursor: string): ChangesRead {
  const [worker, person, end] = cursor.split('.').map(Number);
  return { worker: worker ?? -1, person: person ?? 0, end: end === 1 };
}
