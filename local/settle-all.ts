/**
 * Like Promise.all, but waits for every promise also when one fails, so that whatever the others started is known and
 * can be stopped.
 */
export async function settleAll<T extends readonly Promise<unknown>[]>(
  promises: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
