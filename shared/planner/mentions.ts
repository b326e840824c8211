import type { DraftStep } from './draft.ts';
import { describeWords, type Entity } from './entities.ts';
import type { OperationView } from './operation-view.ts';
import { stem, termsOf } from './text.ts';
import { intentOfVerb } from './verbs.ts';
import { STOP_WORDS } from './words.ts';

/** Where a call stands in a request, and what it may take its values from. */
export interface BindContext {
  readonly view: OperationView;
  /** The clause, and its place in the message. */
  readonly text: string;
  readonly from: number;
  readonly message: string;
  /** Of the whole message. */
  readonly entities: readonly Entity[];
  readonly earlier: readonly DraftStep[];
  /** Where the other clauses stand: their values are theirs. */
  readonly others: readonly { readonly from: number; readonly to: number }[];
}

/** A value that the message names, as one call sees it. */
export interface Mention {
  readonly entity: Entity;
  /** Before the clause (-1), in it (0) or after it (1). */
  readonly outside: -1 | 0 | 1;
  /** Whether another clause names it. */
  readonly elsewhere: boolean;
  /** Whether it stands right before a word of the operation: "technology news". */
  readonly modifier: boolean;
}

/** The values of the message, and the loose words of the clause. */
export function mentionsFor(context: BindContext): readonly Mention[] {
  const { text, from, message, others } = context;
  const to = from + text.length;
  const own = ownWords(context.view);
  const named = context.entities
    .filter((entity) => entity.kind !== 'proper' || !termsOf(entity.value).every((term) => own.has(term)))
    .map((entity): Mention => {
      const next = /^["'”’]?\s*([\p{L}\p{N}]+)/u.exec(message.slice(entity.to, entity.to + 30))?.[1] ?? '';
      return {
        entity,
        outside: entity.to <= from ? -1 : entity.from >= to ? 1 : 0,
        elsewhere: others.some((range) => range.from <= entity.from && entity.to <= range.to),
        modifier: own.has(stem(next.toLowerCase())),
      };
    });
  return [...named, ...looseWords(context, own)];
}

const OWN = new WeakMap<OperationView, ReadonlySet<string>>();

/** Words of the operation and its API: where the request says them it names no value. */
export function ownWords(view: OperationView): ReadonlySet<string> {
  const known = OWN.get(view);
  if (known) return known;
  const { connection, catalogue } = view.api;
  const titles = [view.summary, connection.name, catalogue.title].join(' ');
  const own = new Set([...view.nameTerms, ...view.pathTerms, ...termsOf(titles)]);
  OWN.set(view, own);
  return own;
}

/** Words that are no value by themselves. Data. */
const DULL: ReadonlySet<string> = new Set(
  `latest new current recent best total given following named called titled different several specific detail details
  first second third fourth fifth last next information list name number amount type kind set value please nearby`.split(
    /\s+/,
  ),
);

/** Runs of words that are neither the operation's own nor small words: "circle" of "the area of a circle". */
function looseWords(
  { view, text, from, message, entities }: BindContext,
  own: ReadonlySet<string>,
): readonly Mention[] {
  const inputs = new Set(view.inputs.flatMap((input) => input.terms));
  const found: Mention[] = [];
  let run: { from: number; to: number }[] = [];
  const close = (next: string): void => {
    const [first] = run;
    const last = run.at(-1);
    run = [];
    if (!first || !last) return;
    const range = {
      kind: 'words',
      value: message.slice(first.from, last.to),
      from: first.from,
      to: last.to,
      quoted: false,
    } as const;
    found.push({
      entity: describeWords(message, range),
      outside: 0,
      elsewhere: false,
      modifier: own.has(next),
    });
  };
  let opens = true;
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)) {
    const start = from + match.index;
    const end = start + match[0].length;
    const word = match[0].toLowerCase();
    // An e-mail is an email.
    const term = stem(word.replaceAll('-', ''));
    if (/[^\s-]/.test(message.slice(run.at(-1)?.to ?? start, start))) close('');
    const taken = entities.some((entity) => start < entity.to && entity.from < end);
    const verb = opens && intentOfVerb(word) !== undefined;
    opens = false;
    if (taken || verb || STOP_WORDS.has(word) || DULL.has(word) || own.has(term) || inputs.has(term))
      close(term);
    else run.push({ from: start, to: end });
  }
  close('');
  return found;
}
