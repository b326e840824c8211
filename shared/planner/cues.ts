import { stem } from './text.ts';

const stems = (words: string): readonly string[] =>
  words
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(stem);

/**
 * Prepositions and the inputs that what follows them usually is, by words of input names. Data. "from X to Y" is the
 * origin and the destination of a trip, and the source and the target of a conversion.
 */
export const CUES: Readonly<Record<string, readonly string[]>> = {
  from: stems('from origin source start departure pickup base sender begin since min after first'),
  to: stems(
    'to destination target end arrival dropoff recipient receiver until max language before symbol channel second',
  ),
  between: stems('origin from start source min'),
  and: stems('destination to end target max'),
  in: stems('city country location region place area language state channel where'),
  at: stems('location time address place venue price url email'),
  on: stems('date day device platform'),
  by: stems('artist author creator owner director brand'),
  for: stems('name title user client customer query keyword product symbol country'),
  called: stems('name title'),
  named: stems('name title'),
  titled: stems('title name'),
  about: stems('query topic subject keyword text message'),
  saying: stems('message text body content comment'),
  above: stems('above min threshold price'),
  below: stems('below max threshold price'),
};

/** Words of the names of inputs that take free words to search for. */
export const QUERY_INPUTS: ReadonlySet<string> = new Set(
  stems('q query search keyword keywords term text phrase'),
);

/** Words of the names of inputs that take a text for people. */
export const TEXT_INPUTS: ReadonlySet<string> = new Set(
  stems('message text body content comment note description'),
);

/** Fields that say what a thing is, best first: what a composed text names. */
export const TELLING_FIELDS: readonly string[] = stems(
  'name title subject summary status price date url email id',
);
