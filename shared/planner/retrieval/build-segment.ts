import type { Operation } from '../../domain/catalogue.ts';
import { effectOf } from '../effect.ts';
import { intentOfOperation } from '../intents.ts';
import { readOperation, type OperationShape } from '../operation-view.ts';
import { stem, termsOf } from '../text.ts';
import { INTENTS } from '../verbs.ts';
import { NAMING, wordsByField } from './fields.ts';
import { hashOf } from './hash.ts';
import { byHash, type Posting } from './postings.ts';
import { needsOf, providesOf, type Need } from './resource-keys.ts';
import { packSegment, TRAIT } from './segment.ts';
import { flatten, push, startsOf } from './sorted-lists.ts';

/** Suppliers that are kept for a key; further ones are weaker. */
const MAX_PROVIDERS = 12;
/** An operation that must itself be told a key is further away. */
const TOLD = 0.7;
const MAX_SEARCHERS = 24;

interface Provider {
  readonly operation: number;
  readonly strength: number;
}

/** Takes the operations of a catalogue in their order, at most 65,536 of them, and makes their segment. */
export interface SegmentBuilder {
  add(operation: Operation): void;
  finish(): Uint8Array;
}

/** `title` is the API's own name. */
export function createSegmentBuilder({ title }: { readonly title: string }): SegmentBuilder {
  const postings = new Map<string, Posting[]>();
  const providers = new Map<number, Provider[]>();
  const rows: Row[] = [];
  return {
    add(operation) {
      const view = readOperation(operation);
      const number = rows.length;
      const words = wordsByField(view);
      let naming = 0;
      for (const [term, places] of words) {
        if ((places & NAMING) !== 0) naming += 1;
        push(postings, term, { operation: number, places });
      }
      const needs = needsOf(view);
      const row = rowOf({ view, needs, length: words.size, nameLength: naming });
      rows.push(row);
      // Nothing that changes the world is ever brought along unasked.
      if ((row.traits & TRAIT.changes) !== 0) return;
      const told = new Set(needs.map((need) => need.key));
      for (const [key, strength] of providesOf(view)) {
        if (!told.has(key))
          push(providers, hashOf(key), {
            operation: number,
            strength: strength * (told.size === 0 ? 1 : TOLD),
          });
      }
    },
    finish: () => pack({ title, postings, providers, rows }),
  };
}

interface Row {
  readonly length: number;
  readonly nameLength: number;
  readonly intent: number;
  readonly traits: number;
  readonly verb: number;
  readonly pathLength: number;
  readonly needs: readonly Need[];
}

const SEARCHES = /search|find|lookup|query/i;
const TERM =
  /^(?:q|query|search|keywords?|name|terms?|text|title|filter|search_?(?:query|term|text|string))$/i;

function rowOf({
  view,
  needs,
  length,
  nameLength,
}: {
  readonly view: OperationShape;
  readonly needs: readonly Need[];
  readonly length: number;
  readonly nameLength: number;
}): Row {
  const { operation } = view;
  const { method, path } = operation;
  const searches =
    SEARCHES.test(`${path} ${operation.operationId ?? ''}`) &&
    view.inputs.some((input) => input.place !== 'path' && TERM.test(input.name));
  return {
    length,
    nameLength,
    intent: INTENTS.indexOf(intentOfOperation(view)),
    traits:
      (operation.deprecated ? TRAIT.deprecated : 0) |
      (effectOf({ method, path, operation }) === 'read' ? 0 : TRAIT.changes) |
      (searches ? TRAIT.searches : 0),
    verb: hashOf(stem(view.verb)),
    pathLength: path.split('/').length,
    needs,
  };
}

function pack({
  title,
  postings,
  providers,
  rows,
}: {
  readonly title: string;
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  readonly providers: ReadonlyMap<number, readonly Provider[]>;
  readonly rows: readonly Row[];
}): Uint8Array {
  const words = flatten(byHash(postings));
  const kept = new Map(
    [...providers].map(([key, list]) => [
      key,
      list.toSorted((a, b) => b.strength - a.strength).slice(0, MAX_PROVIDERS),
    ]),
  );
  const keys = flatten(kept);
  const needs = rows.flatMap((row) => row.needs);
  return packSegment({
    terms: words.keys,
    termStarts: words.starts,
    postings: Uint16Array.from(words.values, (posting) => posting.operation),
    places: Uint8Array.from(words.values, (posting) => posting.places),
    lengths: Uint16Array.from(rows, (row) => row.length),
    nameLengths: Uint8Array.from(rows, (row) => Math.min(255, row.nameLength)),
    intents: Uint8Array.from(rows, (row) => row.intent),
    traits: Uint8Array.from(rows, (row) => row.traits),
    verbs: Uint32Array.from(rows, (row) => row.verb),
    needStarts: startsOf(rows.map((row) => row.needs.length)),
    needKeys: Uint32Array.from(needs, (need) => hashOf(need.key)),
    needHeads: Uint32Array.from(needs, (need) => hashOf(need.head)),
    needWeights: Uint8Array.from(needs, (need) => need.weight * 255),
    keys: keys.keys,
    keyStarts: keys.starts,
    providers: Uint16Array.from(keys.values, (provider) => provider.operation),
    strengths: Uint8Array.from(keys.values, (provider) => provider.strength * 255),
    searchers: searchersOf(rows),
    title: Uint32Array.from(new Set(termsOf(title)), hashOf),
  });
}

function searchersOf(rows: readonly Row[]): Uint16Array {
  const found = rows
    .map((row, operation) => ({ row, operation }))
    .filter(
      ({ row }) =>
        (row.traits & (TRAIT.searches | TRAIT.changes)) === TRAIT.searches && row.needs.length === 0,
    )
    .toSorted((a, b) => a.row.pathLength - b.row.pathLength);
  return Uint16Array.from(found.slice(0, MAX_SEARCHERS), ({ operation }) => operation);
}
