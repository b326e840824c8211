import { askedObject, type AskedObject } from './asked-object.ts';
import { splitAtoms, type Atom } from './atoms.ts';
import { stripLead } from './leads.ts';
import { findEntities, type Entity, type EntityKind } from './entities.ts';
import { intentOfClause } from './intents.ts';
import { isLight } from './light-words.ts';
import type { OperationIndex } from './retrieve.ts';
import { stem, synonymsOf, termsOf, wordsOf } from './text.ts';
import { intentOfVerb, startsWithVerb, type Intent } from './verbs.ts';

/** A request cut into atoms, with all that is read of it once. */
export interface Request {
  readonly text: string;
  readonly atoms: readonly Atom[];
  readonly entities: readonly Entity[];
  readonly verbs: ReadonlySet<string>;
}

/** A run of atoms as one thing that is asked for. */
export interface Span {
  /** The first atom and the one after the last. */
  readonly first: number;
  readonly end: number;
  readonly from: number;
  /** Without the words that lead in: "please", "and then". */
  readonly text: string;
  /** The words that lead in, lower case. */
  readonly lead: string;
  readonly joint: Atom['joint'];
  /** Ends of sentences inside. */
  readonly sentences: number;
  /** Stems that mean something, values left out, in order. */
  readonly terms: readonly string[];
  /** The same and what means the same. */
  readonly meant: ReadonlySet<string>;
  /** Stems of what stands right before, where the text itself says little: "delete it". */
  readonly context: readonly string[];
  /** Stems that the request said before this. */
  readonly old: ReadonlySet<string>;
  readonly entities: readonly Entity[];
  /** Stems that its values imply although nobody says them: a channel of `#general`. */
  readonly implied: readonly string[];
  readonly opensWithVerb: boolean;
  /** Whether its sentence only tells of the speaker's case, and another one asks: "My icon is old. Could you …?" */
  readonly stated: boolean;
  readonly object: AskedObject;
  /** Stem of the first word. */
  readonly verb: string;
  /** What is wanted; of a span without a verb, what the one before wanted. */
  readonly intent: Intent | undefined;
  readonly ownIntent: boolean;
}

/** What a value of a kind is, in words that documents use. Data. */
const IMPLIED: Readonly<Partial<Record<EntityKind, readonly string[]>>> = {
  channel: ['channel', 'message'].map(stem),
  mention: ['user', 'message'].map(stem),
  email: ['email'],
  url: ['url'],
  phone: ['phone'].map(stem),
  currency: ['currency'].map(stem),
  language: ['language'].map(stem),
  country: ['country'].map(stem),
  ip: ['ip', 'address'].map(stem),
  street: ['address'].map(stem),
};

/** Reads a request against the operations at hand. */
export function readRequest(text: string, index: OperationIndex): Request {
  const verbs = new Set(index.operations.map((view) => view.verb).filter((verb) => verb.length > 2));
  const entities = findEntities(text);
  return { text, atoms: splitAtoms(text, entities, verbs), entities, verbs };
}

/** At most this many atoms in one span. */
const MAX_LENGTH = 6;

/** Every run of atoms that may be one thing asked for. */
export function listSpans(request: Request, index: OperationIndex): readonly Span[] {
  const spans: Span[] = [];
  for (let first = 0; first < request.atoms.length; first += 1) {
    let sentences = 0;
    for (let end = first + 1; end <= request.atoms.length && end - first <= MAX_LENGTH; end += 1) {
      if (end - 1 > first && request.atoms[end - 1]?.joint === 'sentence') sentences += 1;
      if (sentences > 1) break;
      const span = viewSpan(request, index, first, end, sentences);
      if (span) spans.push(span);
    }
  }
  return spans;
}

function viewSpan(
  request: Request,
  index: OperationIndex,
  first: number,
  end: number,
  sentences: number,
): Span | undefined {
  const opening = request.atoms[first];
  const closing = request.atoms[end - 1];
  if (!opening || !closing) return undefined;
  const raw = request.text.slice(opening.from, closing.to);
  const { text: bare, cut } = stripLead(raw);
  const text = bare.replace(/[\s,;]+$/, '');
  const from = opening.from + cut;
  const entities = request.entities.filter(
    (entity) => entity.from >= opening.from && entity.to <= closing.to,
  );
  const terms = termsWithin(request.text, from, closing.to, entities, index);
  const own = wantedBy(text);
  const opensWithVerb = startsWithVerb(text, request.verbs);
  return {
    first,
    end,
    from,
    text,
    lead: raw.slice(0, cut).toLowerCase(),
    joint: opening.joint,
    sentences,
    terms,
    meant: new Set(terms.flatMap((term) => [term, ...synonymsOf(term)])),
    context: contextOf(request, first, terms, index),
    old: new Set(termsOf(request.text.slice(0, opening.from))),
    entities,
    implied: [...new Set(entities.flatMap(({ kind }) => IMPLIED[kind] ?? []))].filter(
      (term) => !terms.includes(term),
    ),
    opensWithVerb,
    stated: isStated(request, first),
    object: askedObject(text, opensWithVerb),
    verb: stem(wordsOf(text)[0] ?? ''),
    intent: own ?? wantedBefore(request, first),
    ownIntent: own !== undefined,
  };
}

function wantedBy(text: string): Intent | undefined {
  // "Tell me" asks, "tell somebody else" sends.
  if (/^(?:tell\s+(?!me\b|us\b)|let\s+(?!me\b|us\b)\S+(?:\s+\S+)?\s+know\b)/i.test(text)) return 'send';
  if (/^set(?:ting)?[ -]up\b/i.test(text)) return 'create';
  return intentOfVerb(wordsOf(text)[0] ?? '') ?? intentOfClause(text);
}

/** "Retrieve the orders, the invoices and the refunds": the verb holds for all of them. */
function wantedBefore({ text, atoms }: Request, first: number): Intent | undefined {
  for (let at = first - 1; at >= 0; at -= 1) {
    const atom = atoms[at];
    if (!atom) return undefined;
    const found = intentOfVerb(wordsOf(stripLead(text.slice(atom.from, atom.to)).text)[0] ?? '');
    if (found) return found;
    if (atom.joint === 'sentence') return undefined;
  }
  return undefined;
}

/** A text with fewer telling words than this, its verb left out, is read together with what stands before it. */
const ENOUGH = 2;
const BEFORE = 2;

function contextOf(
  { text: message, atoms, entities }: Request,
  first: number,
  terms: readonly string[],
  index: OperationIndex,
): readonly string[] {
  const from = atoms[Math.max(0, first - BEFORE)]?.from ?? 0;
  const to = atoms[first]?.from ?? 0;
  const telling = terms.slice(1).filter((term) => !isLight(term)).length;
  if (first === 0 || telling >= ENOUGH) return [];
  const before = entities.filter((entity) => entity.from >= from && entity.to <= to);
  return termsWithin(message, from, to, before, index).filter(
    (term) => !terms.includes(term) && !isLight(term),
  );
}

const TELLS = /^\W*(?:i|i'\p{L}+|my|we|we'\p{L}+|our|it|it's|there|the|this|these)\b/iu;
const ASKS = /\b(?:can|could|would|will) you\b|\bplease\b|\bhelp me\b/i;

function isStated({ text, atoms }: Request, at: number): boolean {
  if (!ASKS.test(text)) return false;
  const opening = atoms.findLast((atom, place) => place <= at && atom.joint === 'sentence')?.from ?? 0;
  const next = atoms.find(({ from, joint }, place) => place > at && joint === 'sentence' && from > opening);
  const sentence = text.slice(opening, next?.from ?? text.length);
  return TELLS.test(sentence) && !ASKS.test(sentence);
}

/** Stems without values: without quotes, addresses and numbers, and without names that no document speaks of. */
function termsWithin(
  text: string,
  from: number,
  to: number,
  entities: readonly Entity[],
  index: OperationIndex,
): readonly string[] {
  let bare = '';
  let at = from;
  for (const entity of entities) {
    const spoken =
      entity.kind === 'proper' &&
      (/^(?:the|a|an)$/.test(entity.beforeWords[0] ?? '') ||
        termsOf(entity.value).every((term) => index.terms.has(term)));
    if (spoken || entity.from < at) continue;
    bare += `${text.slice(at, entity.from)} `;
    at = entity.to;
  }
  return [...new Set(termsOf(bare + text.slice(at, to)))];
}
