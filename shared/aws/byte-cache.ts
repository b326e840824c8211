/** A cache bounded by the bytes of what it holds; the least recently used goes first. */
export function createByteCache<T>({ maxBytes }: { maxBytes: number }) {
  const entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  let held = 0;

  const remove = (key: string): void => {
    held -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };

  return {
    get(key: string): T | undefined {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    /** Keeps `value` unless it alone is larger than the whole cache. */
    set(key: string, value: T, bytes: number): void {
      remove(key);
      if (bytes > maxBytes) return;
      entries.set(key, { value, bytes });
      held += bytes;
      for (const oldest of entries.keys()) {
        if (held <= maxBytes) break;
        remove(oldest);
      }
    },
    /** Bytes held at present. */
    size: () => held,
  };
}
