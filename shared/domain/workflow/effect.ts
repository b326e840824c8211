/** What a step does to the world. `irreversible`: a write that no other operation of the API can take back. */
export const EFFECTS = ['read', 'write', 'irreversible'] as const;
export type Effect = (typeof EFFECTS)[number];

/** The effect of steps taken together: the strongest of them. */
export function strongestEffect(effects: readonly Effect[]): Effect {
  if (effects.includes('irreversible')) return 'irreversible';
  return effects.includes('write') ? 'write' : 'read';
}
