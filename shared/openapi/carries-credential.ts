/** Parts of the names under which addresses carry keys, tokens and signatures. */
const TELLING = /key|token|secret|sig|pass|pwd|auth|cred|session|sid|jwt|hmac|code|access|ticket/i;

/** A value so long is no filter and no version. */
const LONG = 32;

/**
 * Whether an address looks as if it opened something by itself. Wrong guesses cost a fetch; a missed one would lend one
 * person's document to another who knows no more than its address.
 */
export function carriesCredential(url: string): boolean {
  const { username, password, searchParams } = new URL(url);
  if (username !== '' || password !== '') return true;
  return [...searchParams].some(([name, value]) => TELLING.test(name) || value.length >= LONG);
}
