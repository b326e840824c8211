import type { GatePorts, Line } from './line.ts';

/** An API that hangs must not hold up the calls beside the first one for longer. */
const LONGEST_WAIT_MS = 5_000;

/**
 * While nothing is known of an API, its first call goes alone and the others wait for what its answer tells: ten
 * branches at once would be over a limit of five before anybody had heard of it. The caller calls what it gets when
 * its answer has been looked at; the others get nothing to do.
 */
export async function enterFirst(line: Line, { sleep }: Pick<GatePorts, 'sleep'>): Promise<() => void> {
  if (line.seen || line.configured || line.tried) return () => undefined;
  if (line.first !== undefined) {
    await Promise.race([line.first, sleep(LONGEST_WAIT_MS)]);
    return () => undefined;
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  line.first = promise;
  return () => {
    line.tried = true;
    resolve();
  };
}
