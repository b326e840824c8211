import type { Clock } from '../ports.ts';

/** The longest life of a decrypted data key in memory, how often it may be used, and how many are kept. */
const LIFE_MS = 5 * 60_000;
const USES = 1_000;
const ENTRIES = 500;

interface Entry {
  readonly key: Promise<Uint8Array | undefined>;
  readonly until: number;
  uses: number;
}

/** Decrypted data keys of a function, bounded in time, uses and number; a key that leaves is overwritten. */
export function createDataKeyCache({ clock }: { clock: Clock }) {
  const entries = new Map<string, Entry>();

  const drop = (name: string): void => {
    const entry = entries.get(name);
    entries.delete(name);
    // After those who hold it now have derived theirs from it: they do so in the turn in which they get it.
    void entry?.key.then((key) => setImmediate(() => key?.fill(0))).catch(() => undefined);
  };

  return {
    /** The key under `name`, decrypted once for callers at the same time; failures are not kept. */
    get(name: string, decrypt: () => Promise<Uint8Array | undefined>): Promise<Uint8Array | undefined> {
      const present = entries.get(name);
      if (present !== undefined && present.until > clock.now() && present.uses < USES) {
        present.uses += 1;
        return present.key;
      }
      drop(name);
      const oldest = entries.keys().next();
      if (entries.size >= ENTRIES && !oldest.done) drop(oldest.value);
      const key = decrypt();
      entries.set(name, { key, until: clock.now() + LIFE_MS, uses: 1 });
      const forget = () => {
        if (entries.get(name)?.key === key) entries.delete(name);
      };
      key.then((plaintext) => plaintext ?? forget(), forget);
      return key;
    },
  };
}
