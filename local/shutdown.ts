/** Undoes what was started, the last first. */
export interface Shutdown {
  add(name: string, stop: () => Promise<void>): void;
  /** Runs once; more calls wait for the first. A stop that fails or hangs does not keep the others from running. */
  run(): Promise<void>;
}

const PATIENCE_MS = 5000;

export function createShutdown(log: (message: string) => void): Shutdown {
  const stops: { name: string; stop: () => Promise<void> }[] = [];
  let running: Promise<void> | undefined;
  const runAll = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) {
      const { name, stop } = next;
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(() => {
        log(`stop: ${name} takes too long; going on without it.`);
        late.resolve();
      }, PATIENCE_MS);
      await Promise.race([stop(), late.promise]).catch((error: unknown) =>
        log(`stop: ${name}: ${String(error)}`),
      );
      clearTimeout(timer);
    }
  };
  return {
    add: (name, stop) => void stops.push({ name, stop }),
    run: () => (running ??= runAll()),
  };
}
