const MAX_LENGTH = 60;

/**
 * The id form of a step's name: lower case words joined by `_`, at most 60 characters; `step` where nothing is left.
 * References are normalised by it too, so that `{{steps.Get Customer.id}}` finds the step `get_customer`.
 */
export function stepIdOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, MAX_LENGTH)
    .replace(/^_+|_+$/g, '');
  return slug === '' ? 'step' : slug;
}

/** The first of `id`, `id_2`, `id_3` … that is not taken; it is added to `taken`. */
export function claimStepId(id: string, taken: Set<string>): string {
  let free = id;
  for (let count = 2; taken.has(free); count += 1) free = `${id}_${count}`;
  taken.add(free);
  return free;
}

/** The id of the step that a key of the journal names. */
export function stepIdIn(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}
