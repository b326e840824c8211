import type { ConnectionRef, Ids, Log, NightShift } from '../../shared/ports.ts';

/**
 * Sends every connection whose document has an address to be refreshed, spread over the time of the jitter, so that no
 * server is asked by everybody at once. Where there are more than a night may take, chance decides which ones it takes:
 * none is left out night after night.
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
  const refused = await nightShift.sendRefreshes(
    chosen.map(({ tenantId, connectionId }) => ({
      message: { tenantId, connectionId, ingestionId: ids.next('ingestion'), kind: 'nightly' },
      delaySeconds: Math.floor(random() * (jitterSeconds + 1)),
    })),
  );
  log.info('connections sent to be refreshed', { connections: all.length, sent: chosen.length - refused });
  // Nobody waits for them: they are refreshed the next night. Many are a fault that the alarm tells of.
  if (refused > 0) throw new Error(`The queue did not take ${refused} of ${chosen.length} connections.`);
}

/** Fisher and Yates. */
function shuffled(all: readonly ConnectionRef[], random: () => number): readonly ConnectionRef[] {
  const items = [...all];
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [one, two] = [items[at], items[other]];
    if (one && two) [items[at], items[other]] = [two, one];
  }
  return items;
}
