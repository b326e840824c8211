/** `[suffix, replacement]`, the longest suffix that fits decides. */
type Rules = readonly (readonly [string, string])[];

const pairs = (text: string): Rules =>
  text
    .trim()
    .split(/\s+/)
    .map((pair): readonly [string, string] => {
      const [suffix = '', replacement = ''] = pair.split(':');
      return [suffix, replacement];
    })
    .toSorted((a, b) => b[0].length - a[0].length);

const STEP_2 =
  pairs(`ational:ate tional:tion enci:ence anci:ance izer:ize bli:ble alli:al entli:ent eli:e ousli:ous
  ization:ize ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive biliti:ble logi:log`);
const STEP_3 = pairs('icate:ic ative: alize:al iciti:ic ical:ic ful: ness:');
const STEP_4 = pairs(
  'al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: ou: ism: ate: iti: ous: ive: ize:',
);

/** Stems that are kept; one document has a few thousand different words. */
const KEPT = 20_000;
const kept = new Map<string, string>();

/**
 * The stem of a lower-case word, so that calibrating, calibrates and calibration meet: M. F. Porter, "An algorithm for
 * suffix stripping", Program 14(3), 1980, with a possessive taken off first.
 */
export function stem(word: string): string {
  const known = kept.get(word);
  if (known !== undefined) return known;
  const made = strip(word.replace(/'s?$/, ''));
  if (kept.size >= KEPT) kept.clear();
  kept.set(word, made);
  return made;
}

function strip(word: string): string {
  if (word.length < 3) return word;
  let base = withoutPlural(word);
  base = withoutTense(base);
  if (base.endsWith('y') && hasVowel(base.slice(0, -1))) base = `${base.slice(0, -1)}i`;
  base = replace(base, STEP_2, 1);
  base = replace(base, STEP_3, 1);
  base = withoutSuffix(base);
  return withoutFinalE(base);
}

function withoutPlural(word: string): string {
  if (/(?:ss|i)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function withoutTense(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const base = /^(.+?)(?:ed|ing)$/.exec(word)?.[1];
  if (base === undefined || !hasVowel(base)) return word;
  if (/(?:at|bl|iz)$/.test(base)) return `${base}e`;
  if (/([^aeiouylsz])\1$/.test(base)) return base.slice(0, -1);
  return measure(base) === 1 && endsShort(base) ? `${base}e` : base;
}

function withoutSuffix(word: string): string {
  const made = replace(word, STEP_4, 2);
  if (made !== word || !/[st]ion$/.test(word)) return made;
  return measure(word.slice(0, -3)) > 1 ? word.slice(0, -3) : word;
}

function withoutFinalE(word: string): string {
  let base = word;
  if (base.endsWith('e')) {
    const before = base.slice(0, -1);
    const count = measure(before);
    if (count > 1 || (count === 1 && !endsShort(before))) base = before;
  }
  return base.endsWith('ll') && measure(base) > 1 ? base.slice(0, -1) : base;
}

/** Replaces the suffix that fits, where what stands before it has at least this measure. */
function replace(word: string, rules: Rules, least: number): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix) && word.length > suffix.length);
  if (!rule) return word;
  const base = word.slice(0, -rule[0].length);
  return measure(base) >= least ? base + rule[1] : word;
}

/** How often a vowel is followed by a consonant: m in [C](VC)^m[V]. */
function measure(word: string): number {
  let count = 0;
  let vowel = false;
  for (let at = 0; at < word.length; at += 1) {
    const now = isVowel(word, at);
    if (vowel && !now) count += 1;
    vowel = now;
  }
  return count;
}

function isVowel(word: string, at: number): boolean {
  const letter = word[at] ?? '';
  if ('aeiou'.includes(letter)) return true;
  return letter === 'y' && at > 0 && !isVowel(word, at - 1);
}

function hasVowel(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) if (isVowel(word, at)) return true;
  return false;
}

/** Consonant, vowel, consonant other than w, x and y: hop, not how. */
function endsShort(word: string): boolean {
  const at = word.length - 1;
  return (
    at >= 2 &&
    !isVowel(word, at) &&
    isVowel(word, at - 1) &&
    !isVowel(word, at - 2) &&
    !'wxy'.includes(word[at] ?? '')
  );
}
