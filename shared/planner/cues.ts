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
  into: stems('to target destination language format output currency unit'),
  using: stems('key mode method format type'),
  with: stems('key name title attendee participant message'),
  of: stems('shape number'),
  until: stems('end until to'),
  between: stems('origin from start source min'),
  and: stems('destination to end target max'),
  in: stems('city country location region place area language state channel where'),
  at: stems('location time address place venue price url email'),
  on: stems('date day device platform exchange'),
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

/** Units and signs of a number, and the inputs they belong to, by words of input names. Data. */
export const UNITS: readonly (readonly [RegExp, ReadonlySet<string>])[] = [
  [
    /^[$€£]|^(?:dollars?|usd|eur|euros?|gbp|pounds sterling)$/,
    new Set(
      stems(
        'amount price cost total bill salary revenue expense principal budget fee income loan payment value min max',
      ),
    ),
  ],
  [/%$|^percent(?:age)?$/, new Set(stems('percent percentage rate interest discount tax tip'))],
  [
    /^(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?)$/,
    new Set(stems('term period time duration years months days hours minutes seconds length age interval')),
  ],
  [/^(?:miles?|km|kilometers?|kilometres?)$/, new Set(stems('distance radius length range'))],
  [/^(?:pounds?|lbs?|kg|kilograms?|kilos?|ounces?|oz|grams?)$/, new Set(stems('weight mass'))],
  [
    /^(?:meters?|metres?|cm|centimeters?|inches|feet|ft)$/,
    new Set(stems('height width length depth distance size')),
  ],
  [
    /^(?:people|persons?|guests?|adults?|passengers?|tickets?|seats?|rooms?|of)$/,
    new Set(stems('size party guests people passengers seats tickets quantity count number adults rooms')),
  ],
];

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
