/** Makes a part of each owner once, on first use. */
export function once<Owner extends object, T>(make: (owner: Owner) => T): (owner: Owner) => T {
  const made = new WeakMap<Owner, { readonly part: T }>();
  return (owner) => {
    const present = made.get(owner) ?? { part: make(owner) };
    made.set(owner, present);
    return present.part;
  };
}

/** Loads something once, on first use; a failure is not kept. */
export function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
