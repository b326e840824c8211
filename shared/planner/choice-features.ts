import { flag, rowOf, upTo, type Features } from './feature-row.ts';
import { intentFit, intentOfOperation } from './intents.ts';
import type { OperationView } from './operation-view.ts';
import { ORDER_FEATURES, orderFeatures } from './order-features.ts';
import { profileOf, SUMMARY, weightOf } from './profile.ts';
import type { OperationIndex } from './retrieve.ts';
import type { Span } from './spans.ts';
import { synonymsOf } from './text.ts';
import { takesKey } from './things.ts';

/** What is weighed when an operation is chosen for a span. */
export const CHOICE_FEATURES = [
  'bias',
  'covers',
  'coversName',
  'inName',
  'inSummary',
  'inInputs',
  'inOutputs',
  'inText',
  'alike',
  'unheard',
  'unsaid',
  'said',
  'saidSummary',
  'saidAll',
  'nearest',
  'intentAgree',
  'intentClash',
  'readsOnly',
  'changesAlso',
  'verb',
  'verbAlike',
  'opens',
  'asked',
  'inherits',
  'afterSentence',
  'afterStrong',
  'afterComma',
  'under',
  'long',
  'atoms',
  'crosses',
  'slots',
  'missing',
  'missingKeys',
  'mine',
  'notMine',
  'opensCovers',
  'stated',
  ...ORDER_FEATURES,
] as const;
export type ChoiceFeature = (typeof CHOICE_FEATURES)[number];

/** What is weighed of what was chosen before: the same operation again, an API that goes on, an answer that is used. */
export const HISTORY_FEATURES = [
  'again',
  'againFresh',
  'first',
  'sameApi',
  'otherApi',
  'linked',
  'told',
] as const;

/** What is weighed when an atom asks for nothing. The last three depend on what was chosen before. */
export const SILENT_FEATURES = [
  'bias',
  'opens',
  'asked',
  'question',
  'afterSentence',
  'afterStrong',
  'afterComma',
  'under',
  'terms',
  'past',
  'back',
  'valuesOnly',
  'values',
  'orders',
  'covered',
  'old',
  'stated',
  'told',
  'news',
  'newsOrders',
] as const;
type SilentFeature = Exclude<(typeof SILENT_FEATURES)[number], 'told' | 'news' | 'newsOrders'>;

/** How much a word counts that only means the same. */
const ALIKE = 0.7;
/** How much a word counts that nobody says but a value implies. */
const IMPLIED_WEIGHT = 0.5;
/** What was said before is less news. */
const OLD = 0.5;
/** Circumstances stand after the thing: a word counts less the later it comes. */
const fade = (at: number): number => 1 / (1 + 0.15 * at);

const MINE = /\b(?:my|mine|i|i'm|i've|our|we)\b/i;
const BACK = /\b(?:it|its|them|that|those|this|these|result|results|one|ones|same|their)\b/i;
const ASKED = /\b(?:please|kindly|can you|could you|would you|will you|want|need|wish|like|help)\b/;
const PAST =
  /\bi (?:\p{L}+ ){0,2}(?:\p{L}+ed|saw|had|was|heard|came|got|have)\b|^(?:my|i'm|i am|we're|we are|i've|there)\b/iu;

/** What speaks for doing this operation for this span. `nearest` is its text score against the best one's. */
export function choiceFeatures({
  index,
  span,
  view,
  nearest,
}: {
  readonly index: OperationIndex;
  readonly span: Span;
  readonly view: OperationView;
  readonly nearest: number;
}): readonly number[] {
  const profile = profileOf(view);
  const heard = hear(index, span, view);
  const said = saidShare(index, span, profile.names);
  const done = intentOfOperation(view);
  const fit = intentFit(span.intent, done, view.operation.method);
  const sameVerb = profile.verbs.has(span.verb);
  const values = span.entities.length;
  const required = view.inputs.filter((input) => input.required);
  const keys = required.filter(takesKey).length;
  const features: Features<ChoiceFeature> = {
    bias: 1,
    ...heard,
    unsaid: profile.names
      .filter((name) => !span.meant.has(name))
      .reduce((sum, name) => sum + weightOf(index, name) / (2 * index.unseenIdf), 0),
    said,
    saidSummary: saidShare(index, span, profile.summary),
    saidAll: flag(said > 0.95),
    nearest,
    intentAgree: Math.max(0, fit),
    intentClash: Math.max(0, -fit),
    readsOnly: flag(span.intent !== undefined && span.intent !== 'read' && done === 'read'),
    changesAlso: flag(span.intent === 'read' && done !== 'read'),
    verb: flag(sameVerb),
    verbAlike: flag(!sameVerb && synonymsOf(span.verb).some((other) => profile.verbs.has(other))),
    opens: flag(span.opensWithVerb),
    asked: flag(ASKED.test(span.lead)),
    inherits: flag(!span.ownIntent),
    ...jointFeatures(span),
    long: upTo(12, span.terms.length),
    atoms: (span.end - span.first - 1) / 3,
    crosses: span.sentences,
    slots: values === 0 ? 0 : Math.min(1, view.inputs.length / values),
    missing: upTo(3, required.length - keys - values),
    missingKeys: upTo(2, keys - values - flag(BACK.test(span.text))),
    mine: flag(profile.own && MINE.test(span.text)),
    notMine: flag(profile.own && !MINE.test(span.text)),
    ...orderFeatures(index, span, view),
    stated: flag(span.stated),
    opensCovers: span.opensWithVerb ? heard.covers : 0,
  };
  return rowOf(CHOICE_FEATURES, features);
}

/** How much of what a span says the operation holds, by where it holds it. */
function hear(
  index: OperationIndex,
  span: Span,
  view: OperationView,
): Features<
  'covers' | 'coversName' | 'inName' | 'inSummary' | 'inInputs' | 'inOutputs' | 'inText' | 'alike' | 'unheard'
> {
  const { places, alike: near } = profileOf(view);
  const held = [0, 0, 0, 0, 0];
  let alike = 0;
  let unheard = 0;
  span.terms.forEach((term, at) => {
    const news = at > 0 && span.old.has(term) ? OLD : 1;
    const weight = (weightOf(index, term) / (2 * index.unseenIdf)) * fade(at) * news;
    const place = places.get(term);
    const other = near.get(term);
    if (place !== undefined) held[place] = (held[place] ?? 0) + weight;
    else if (other !== undefined) alike += weight * (other <= SUMMARY ? 1 : 0.5);
    else unheard += weight;
  });
  // What a value implies speaks for an operation that takes it; where none does, nothing is missed.
  for (const term of span.implied) {
    const place = places.get(term);
    if (place !== undefined)
      held[place] = (held[place] ?? 0) + IMPLIED_WEIGHT * (weightOf(index, term) / (2 * index.unseenIdf));
  }
  const [inName = 0, inSummary = 0, inInputs = 0, inOutputs = 0, inText = 0] = held;
  const called = inName + inSummary;
  const parts = inInputs + inOutputs + inText;
  const all = Math.max(1e-9, called + parts + alike + unheard);
  return {
    covers: (called + 0.6 * parts + ALIKE * alike) / all,
    coversName: (called + 0.5 * alike) / all,
    inName,
    inSummary,
    inInputs,
    inOutputs,
    inText,
    alike,
    unheard,
  };
}

/** How much of an operation's own words a span says. */
function saidShare(index: OperationIndex, span: Span, names: readonly string[]): number {
  let whole = 0;
  let said = 0;
  for (const name of names) {
    const weight = weightOf(index, name);
    whole += weight;
    if (span.terms.includes(name)) said += weight;
    else if (span.meant.has(name)) said += ALIKE * weight;
  }
  return whole === 0 ? 0 : said / whole;
}

function jointFeatures({ joint }: Span): Features<'afterSentence' | 'afterStrong' | 'afterComma' | 'under'> {
  return {
    afterSentence: flag(joint === 'sentence'),
    afterStrong: flag(joint === 'strong'),
    afterComma: flag(joint === 'comma'),
    under: flag(joint === 'under'),
  };
}

/** What speaks for an atom's asking for nothing. `covered` is how much of it an operation covers at best. */
export function silentFeatures(span: Span, covered: number): readonly number[] {
  const old = span.terms.filter((term) => span.old.has(term)).length;
  const features: Features<SilentFeature> = {
    bias: 1,
    opens: flag(span.opensWithVerb),
    asked: flag(ASKED.test(span.lead)),
    question: flag(span.text.includes('?')),
    ...jointFeatures(span),
    terms: upTo(8, span.terms.length + span.implied.length + span.entities.length),
    past: flag(PAST.test(span.text)),
    back: flag(BACK.test(span.text)),
    stated: flag(span.stated),
    valuesOnly: flag(span.terms.length === 0),
    values: flag(span.entities.length > 0),
    orders: flag(span.opensWithVerb && span.joint !== 'under' && !PAST.test(span.text)),
    covered,
    old: span.terms.length === 0 ? 0 : old / span.terms.length,
  };
  return SILENT_FEATURES.flatMap((name) =>
    name === 'told' || name === 'news' || name === 'newsOrders' ? [] : [features[name]],
  );
}
