import type { Ids, Log, NightShift } from '../../shared/ports.ts';

/**
 * Sends every connection that has a document to be looked at: to be refreshed where the document has an address, and to
 * be called once. They are spread over the time of the jitter, so that no server is asked by everybody at once. Where
 * there are more than a night may take, chance decides which ones it takes: none is left out night after night.
 */
export async function refreshConnections({
  nightShift,
  ids,
  random,
  log,
  limit,
  jitterSeconds,
}: {
  nightShift: NightShift;
  ids: Ids;
  /** 0 to 1, 1 excluded. */
  random: () => number;
  log: Log;
  limit: number;
  jitterSeconds: number;
}): Promise<void> {
  const all = await nightShift.connections();
  const chosen = all.length > limit ? shuffled(all, random).slice(0, limit) : all;
  const delaySeconds = (): number => Math.floor(random() * (jitterSeconds + 1));
  const refreshes = chosen
    .filter(({ hasAddress }) => hasAddress)
    .map(({ tenantId, connectionId }) => ({
      message: { tenantId, connectionId, ingestionId: ids.next('ingestion'), kind: 'nightly' as const },
      delaySeconds: delaySeconds(),
    }));
  const checks = chosen.map(({ tenantId, connectionId }) => ({
    message: { tenantId, connectionId },
    delaySeconds: delaySeconds(),
  }));
  const refused = (await nightShift.sendRefreshes(refreshes)) + (await nightShift.sendChecks(checks));
  const sent = { refreshes: refreshes.length, checks: checks.length };
  log.info('connections sent to be looked at', { connections: all.length, ...sent, refused });
  // Nobody waits for them: they are looked at the next night. That it happens is what the alarm tells of.
  if (refused > 0) throw new Error(`The queues did not take ${refused} messages.`);
}

/** Fisher and Yates. */
function shuffled<T extends object>(all: readonly T[], random: () => number): readonly T[] {
  const items = [...all];
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [one, two] = [items[at], items[other]];
    if (one && two) [items[at], items[other]] = [two, one];
  }
  return items;
}
