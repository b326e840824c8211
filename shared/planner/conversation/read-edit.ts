/**
 * A change of a plan as a person words it. `sure`: the words leave no doubt that the plan is meant; otherwise they may be
 * a request of their own, and are one where they name nothing in the plan.
 */
export type Edit = { readonly sure: boolean } & (
  | { readonly kind: 'add'; readonly text: string; readonly first: boolean }
  | { readonly kind: 'remove'; readonly target: string }
  | { readonly kind: 'replace'; readonly target: string; readonly text: string }
  | {
      readonly kind: 'set';
      readonly value: string;
      readonly name?: string;
      readonly old?: string;
      readonly target?: string;
    }
  | { readonly kind: 'move'; readonly target: string; readonly to: Place }
  | { readonly kind: 'swap'; readonly one: string; readonly other: string }
);

/** Where a step goes. */
export type Place = 'first' | 'last' | { readonly before: string } | { readonly after: string };

/** What people say before they come to it. */
const LEAD =
  /^(?:(?:ok(?:ay)?|and|but|well|actually|no|yes|please|now|hmm|oh|wait|sorry|then please|can you|could you|would you|i (?:want|would like|need|meant)(?: you)?(?: to)?|let's|let us|rather|just)\b[\s,:;.!–-]*)+/i;
const POLITE = /[\s,]*(?:please|thanks|thank you)?[.!\s]*$/i;
const STEP = String.raw`(?:the\s+)?(?:(?:first|second|third|fourth|fifth|last|next|\d+(?:st|nd|rd|th))\s+(?:step|call|one)|(?:step|call)\s+\d+)`;

type Reader = (groups: readonly string[]) => Edit;
const g = (groups: readonly string[], at: number): string => (groups[at] ?? '').trim();

/** In the order of precedence: the first pattern that fits is the reading. */
const PATTERNS: readonly (readonly [RegExp, Reader])[] = [
  // Order
  [
    /^(?:swap|switch|exchange)\s+(?:steps?\s+)?(.+?)\s+(?:and|with)\s+(?:step\s+)?(.+)$/i,
    (m) => ({ kind: 'swap', one: asStep(g(m, 1)), other: asStep(g(m, 2)), sure: true }),
  ],
  [
    /^(?:move|put|do|run|make|perform|call)\s+(.+?)\s+(?:come\s+)?(?:first|to the (?:start|beginning|front|top)|at the (?:start|beginning))$/i,
    (m) => ({ kind: 'move', target: g(m, 1), to: 'first', sure: false }),
  ],
  [
    /^(?:move|put|do|run|make|perform|call)\s+(.+?)\s+(?:come\s+)?(?:last|to the (?:end|bottom)|at the (?:very )?end)$/i,
    (m) => ({ kind: 'move', target: g(m, 1), to: 'last', sure: false }),
  ],
  [
    /^(?:move|put|do|run|perform|call)\s+(.+?)\s+(before|after)\s+(.+)$/i,
    (m) => ({
      kind: 'move',
      target: g(m, 1),
      to: g(m, 2).toLowerCase() === 'before' ? { before: g(m, 3) } : { after: g(m, 3) },
      sure: namesAStep(g(m, 1)),
    }),
  ],
  // Something in the place of something
  [/^not\s+(.+?)[,;]?\s+but\s+(.+)$/i, (m) => ({ kind: 'set', old: g(m, 1), value: g(m, 2), sure: true })],
  [
    /^(?:use\s+)?(.+?)[,;]?\s+not\s+(["'“#@]?\S+)$/i,
    (m) => ({ kind: 'set', old: g(m, 2), value: g(m, 1), sure: false }),
  ],
  [
    /^instead of\s+(.+?)[,;]\s*(?:use\s+)?(.+)$/i,
    (m) => ({ kind: 'replace', target: g(m, 1), text: g(m, 2), sure: true }),
  ],
  [
    /^(?:use\s+)?(.+?)\s+(?:instead of|rather than|in place of)\s+(.+)$/i,
    (m) => ({ kind: 'replace', target: g(m, 2), text: g(m, 1), sure: true }),
  ],
  [
    /^replace\s+(.+?)\s+(?:with|by)\s+(.+)$/i,
    (m) => ({ kind: 'replace', target: g(m, 1), text: g(m, 2), sure: namesAStep(g(m, 1)) }),
  ],
  [
    new RegExp(String.raw`^(?:change|turn|make)\s+(${STEP})\s+(?:to|into)\s+(.+)$`, 'i'),
    (m) => ({ kind: 'replace', target: g(m, 1), text: g(m, 2), sure: true }),
  ],
  [
    new RegExp(
      String.raw`^(?:in|for|at)\s+(${STEP})[,:]?\s+(?:use|set|make|change)\s+(?:the\s+)?(.+?)\s+(?:to|=|be)\s+(.+)$`,
      'i',
    ),
    (m) => ({ kind: 'set', target: g(m, 1), name: g(m, 2), value: g(m, 3), sure: true }),
  ],
  [
    new RegExp(String.raw`^(?:in|for|at)\s+(${STEP})[,:]?\s+use\s+(.+?)(?:\s+instead)?$`, 'i'),
    (m) => ({ kind: 'set', target: g(m, 1), value: g(m, 2), sure: true }),
  ],
  [
    new RegExp(String.raw`^(?:in|for|at)\s+(${STEP})[,:]?\s+(.+?)(?:\s+instead)?$`, 'i'),
    (m) => ({ kind: 'replace', target: g(m, 1), text: g(m, 2), sure: true }),
  ],
  // Without, and something else for it
  [
    /^(?:don['’]?t|do not)\s+(.+?)[,;]\s*(?:but\s+)?(.+?)(?:\s+instead)?$/i,
    (m) => ({ kind: 'replace', target: g(m, 1), text: g(m, 2), sure: true }),
  ],
  [
    /^(?:use|take|try|say|send|write|choose|pick)\s+(.+?)\s+instead$/i,
    (m) => ({ kind: 'set', value: g(m, 1), sure: true }),
  ],
  [/^(.+?)\s+instead$/i, (m) => ({ kind: 'set', value: g(m, 1), sure: true })],
  [
    /^(?:don['’]?t|do not|never|no need to|without|skip|leave out|leave off|omit|drop|forget(?: about)?|take out|not)\s+(.+?)(?:\s+(?:out|any\s?more|at all|after all))?$/i,
    (m) => ({ kind: 'remove', target: g(m, 1), sure: true }),
  ],
  [/^leave\s+(.+?)\s+out$/i, (m) => ({ kind: 'remove', target: g(m, 1), sure: true })],
  [
    /^(?:remove|delete|cancel)\s+(.+?)(?:\s+from (?:the|this) plan)?$/i,
    (m) => ({ kind: 'remove', target: g(m, 1), sure: namesAStep(g(m, 0)) || /\bplan\b/i.test(g(m, 0)) }),
  ],
  // Values
  [
    /^make\s+(?:it|that|them)\s+(?:(?:say|read|be)\s+)?(.+)$/i,
    (m) => ({ kind: 'set', value: g(m, 1), sure: true }),
  ],
  [
    new RegExp(
      String.raw`^(?:change|set|make|update|switch|use)\s+(?:the\s+)?(.+?)\s+(?:of|in|for|at)\s+(${STEP})\s+(?:to|=|be|into|as)\s+(.+)$`,
      'i',
    ),
    (m) => ({ kind: 'set', name: g(m, 1), target: g(m, 2), value: g(m, 3), sure: true }),
  ],
  [
    /^(?:change|set|make|update|switch)\s+(?:the\s+|its\s+)?(.+?)\s+(?:to|=|be|into|as)\s+(.+)$/i,
    (m) => ({ kind: 'set', name: g(m, 1), value: g(m, 2), sure: false }),
  ],
  [
    /^(?:the\s+)?(.+?)\s+(?:should|must|has to|ought to)\s+be\s+(.+)$/i,
    (m) => ({ kind: 'set', name: g(m, 1), value: g(m, 2), sure: false }),
  ],
  [
    /^(?:the\s+)?([\p{L}][\p{L}\p{N}_ -]{0,40}?)\s*(?:\bis\b|[:=])\s*(.+)$/iu,
    (m) => ({ kind: 'set', name: g(m, 1), value: g(m, 2), sure: false }),
  ],
  [
    /^(?:make|set|use)\s+(?:the\s+|a\s+|an\s+)?(\p{L}[\p{L}_-]*)\s+(?:of\s+)?(["“'#@]?[^\s].*)$/iu,
    (m) => ({ kind: 'set', name: g(m, 1), value: g(m, 2), sure: false }),
  ],
  // More
  [
    /^(?:and\s+)?(?:before that|first of all)[,:]?\s+(.+)$/i,
    (m) => ({ kind: 'add', text: g(m, 1), first: true, sure: true }),
  ],
  [
    /^(?:and\s+)?(?:also|additionally|in addition|plus|and then|then(?: also)?|afterwards|after that|finally|at the end|in the end)\b[,:]?\s+(?:also\s+)?(.+)$/i,
    (m) => ({ kind: 'add', text: g(m, 1), first: false, sure: true }),
  ],
  [
    /^add\s+(?:a|another|one more|the)?\s*(?:new\s+)?(?:step|call)\s*(?:that|to|which|for|:|at the end that)?\s*(.+)$/i,
    (m) => ({ kind: 'add', text: g(m, 1), first: false, sure: true }),
  ],
  [/^(.+?)[,]?\s+(?:as well|too|also)$/i, (m) => ({ kind: 'add', text: g(m, 1), first: false, sure: true })],
  // A value alone
  [
    /^(?:use\s+|to\s+|with\s+)?(["“'#@$]\S.*|-?\d+(?:[.,]\d+)?%?)$/i,
    (m) => ({ kind: 'set', value: g(m, 1), sure: false }),
  ],
];

function namesAStep(text: string): boolean {
  return /\b(?:steps?|calls?)\b/i.test(text);
}

/** "1" of "swap steps 1 and 2". */
function asStep(text: string): string {
  return /^\d+$/.test(text) ? `step ${text}` : text;
}

/** Reads a message as a change of the plan that is there; undefined where it is worded like none. */
export function readEdit(message: string): Edit | undefined {
  const text = message.trim().replace(LEAD, '').replace(POLITE, '').trim();
  for (const [pattern, read] of PATTERNS) {
    const match = pattern.exec(text);
    if (match !== null) return read(match.map((group) => group));
  }
  return undefined;
}
