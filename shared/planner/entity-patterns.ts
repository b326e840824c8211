const ENTITY_KINDS = [
  'quoted',
  'url',
  'email',
  'ip',
  'street',
  'city',
  'zip',
  'state',
  'channel',
  'mention',
  'date',
  'time',
  'phone',
  'number',
  'currency',
  'language',
  'country',
  'id',
  'list',
  'proper',
  'words',
] as const;
/** What a value looks like; `list` is one in brackets, `words` a run of plain ones. */
export type EntityKind = (typeof ENTITY_KINDS)[number];

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

/** In the order of precedence: what one pattern takes, the later ones do not see. */
export const ENTITY_PATTERNS: readonly (readonly [EntityKind, RegExp])[] = [
  ['url', /\bhttps?:\/\/[^\s"'<>]+[^\s"'<>.,;!?)]/giu],
  ['email', /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu],
  ['channel', /(?<![\p{L}\p{N}])#[\p{L}][\p{L}\p{N}_-]*/giu],
  ['mention', /(?<![\p{L}\p{N}])@[\p{L}][\p{L}\p{N}_.-]*/giu],
  ['date', /\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/giu],
  [
    'date',
    new RegExp(
      `\\b(?:${MONTH}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s+\\d{4})?|\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?${MONTH}(?:,?\\s+\\d{4})?)\\b`,
      'giu',
    ),
  ],
  ['ip', /\b(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?\b/giu],
  [
    'street',
    /\b\d{1,5}\s+(?:\p{Lu}[\p{L}\p{N}.'’-]*\s+){1,4}(?:St(?:reet)?|Ave(?:nue)?|R(?:oa)?d|Blvd|Boulevard|L(?:a)?ne?|Dr(?:ive)?|Way|Court|Ct|Place|Pl|Square|Sq|Terrace|Parkway|Pkwy|Highway|Hwy)\b\.?/gu,
  ],
  ['city', /\p{Lu}[\p{L}.'’-]*(?:\s+\p{Lu}[\p{L}.'’-]*)*(?=,\s*[A-Z]{2},?\s+\d{5}\b)/gu],
  ['zip', /(?<=\b[A-Z]{2},?\s+)\d{5}(?:-\d{4})?\b/gu],
  ['state', /(?<=,\s*)[A-Z]{2}(?=,?\s+\d{5}\b|[.,]?\s*$|\.\s)/gu],
  ['time', /\b\d{1,2}(?::\d{2}(?::\d{2})?\s*(?:[ap]\.?m\b)?|\s*[ap]\.?m\b)/giu],
  ['phone', /(?<![\p{L}\p{N}])\+\d[\d\s().-]{6,}\d/giu],
  ['phone', /(?<![\p{L}\p{N}-])(?:\(?\d{3}\)?[ -])?\d{3}-\d{4}(?![\p{L}\p{N}-])/giu],
  [
    'id',
    /\b(?!\d+-?\p{L}+\b)(?=[\p{L}\p{N}_-]*\d)(?=[\p{L}\p{N}_-]*\p{L})[\p{L}\p{N}]+(?:[_-][\p{L}\p{N}]+)*\b/giu,
  ],
  [
    'currency',
    /\b(?:USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|CNY|INR|BRL|MXN|SEK|NOK|DKK|PLN|CZK|HUF|TRY|ZAR|KRW|SGD|HKD|THB|ILS|AED|BTC|ETH)(?:\/[A-Z]{3})?\b/gu,
  ],
  [
    'currency',
    /(?<!\d\s?)\b(?:(?:US|U\.S\.|Canadian|Australian|Hong Kong) )?(?:[Dd]ollars|[Ee]uros?|(?:British )?[Pp]ounds sterling|[Ii]ndian [Rr]upees?|[Rr]upees|(?:Japanese )?[Yy]en|[Ss]wiss [Ff]rancs?|[Bb]itcoins?|[Yy]uan)\b/gu,
  ],
  [
    'language',
    /\b(?:English|Spanish|French|German|Italian|Portuguese|Dutch|Russian|Ukrainian|Polish|Czech|Swedish|Norwegian|Danish|Finnish|Greek|Turkish|Arabic|Hebrew|Hindi|Bengali|Urdu|Chinese|Mandarin|Japanese|Korean|Vietnamese|Thai|Indonesian|Hungarian|Romanian|Latin|Swahili)\b/gu,
  ],
  [
    'country',
    /\b(?:the )?(?:United States(?: of America)?|USA|United Kingdom|UK|England|Scotland|Ireland|France|Germany|Italy|Spain|Portugal|Netherlands|Belgium|Switzerland|Austria|Poland|Czech Republic|Hungary|Romania|Greece|Sweden|Norway|Denmark|Finland|Iceland|Russia|Ukraine|Turkey|Israel|Egypt|Morocco|Nigeria|Kenya|South Africa|India|Pakistan|Bangladesh|China|Japan|South Korea|Vietnam|Thailand|Indonesia|Malaysia|Singapore|Philippines|Australia|New Zealand|Canada|Mexico|Brazil|Argentina|Chile|Colombia|Peru)\b/gu,
  ],
  ['number', /\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b/giu],
  ['number', /(?<![\p{L}\p{N}_])[-+]?[$€£]?\d+(?:,\d{3})*(?:\.\d+)?%?(?![\p{L}_\d]|\.\d)/giu],
  [
    'number',
    /(?<![\p{L}\p{N}_])\d+(?:\.\d+)?(?=-?(?:km|cm|mm|m|mi|kg|g|mg|lbs?|oz|ft|in|s|sec|min|h|hrs?|x|k|gb|mb|tb)\b)/giu,
  ],
  [
    'proper',
    /\b\p{Lu}(?:[\p{L}\p{N}'’&/-]|\.(?=[\p{L}\p{N}]))*(?:\s+(?:(?:of|the|de|la|von|van|&)\s+)?\p{Lu}(?:[\p{L}\p{N}'’&/-]|\.(?=[\p{L}\p{N}]))*)*/gu,
  ],
];
