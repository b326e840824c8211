import type { Run } from '../../shared/domain/run.ts';
import type { Clock, RunStore } from '../../shared/ports.ts';

/** So many of the newest runs are looked at … */
const LOOKED_AT = 20;
/** … once a minute by a function that is warm … */
const FRESH_MS = 60_000;
/** … for so many versions of workflows. */
const MOST_VERSIONS = 100;

/** The newest completed runs of one version. They are read and not kept anywhere, so that no run pays for them. */
export type PastRuns = (run: Run) => Promise<readonly Run[]>;

export function pastRuns({ runs, clock }: { runs: Pick<RunStore, 'list'>; clock: Clock }): PastRuns {
  const known = new Map<string, { readonly at: number; readonly found: Promise<readonly Run[]> }>();
  return async ({ tenantId, workflowId, workflowVersion }) => {
    const key = JSON.stringify([tenantId, workflowId, workflowVersion]);
    const now = clock.now();
    const present = known.get(key);
    if (present !== undefined && now - present.at < FRESH_MS) return present.found;
    if (known.size >= MOST_VERSIONS) known.clear();
    const found = runs
      .list({ tenantId, workflowId, page: 1, limit: LOOKED_AT })
      .then(({ items }) =>
        items.filter((run) => run.status === 'completed' && run.workflowVersion === workflowVersion),
      );
    known.set(key, { at: now, found });
    // The first run of a version may be complete any moment.
    const forgetEmpty = (list: readonly Run[]) => list.length === 0 && known.delete(key);
    found.then(forgetEmpty, () => known.delete(key));
    return found;
  };
}
