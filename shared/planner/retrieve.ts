import { viewOperation, type OperationView, type PlannerApi } from './operation-view.ts';
import { SYNONYM_WEIGHT } from './words.ts';
import { synonymsOf, termsOf } from './text.ts';

/** How much a word counts by the place it stands in. */
const FIELD_WEIGHTS = {
  name: 3,
  path: 2.4,
  summary: 2,
  tags: 1.2,
  inputs: 0.8,
  outputs: 0.4,
  description: 1,
  api: 0.5,
} as const;

/** BM25 constants; `B` is low, since a long description is no fault of an operation. */
const K1 = 1.4;
const B = 0.4;

/** An index over operations: for each stem the operations that hold it, with their precomputed BM25 weight. */
export interface OperationIndex {
  readonly operations: readonly OperationView[];
  readonly terms: ReadonlyMap<string, number>;
  readonly starts: Uint32Array;
  readonly postings: Uint32Array;
  readonly weights: Float32Array;
  /** Inverse document frequency by term number. */
  readonly idf: Float32Array;
  /** Of a word that no operation holds. */
  readonly unseenIdf: number;
}

/** One operation found; `score` is comparable within a query only. */
export interface Hit {
  readonly view: OperationView;
  readonly score: number;
}

/** Builds the index over every operation of these APIs. */
export function buildIndex(apis: readonly PlannerApi[]): OperationIndex {
  const operations = apis.flatMap((api) =>
    api.catalogue.operations.map((operation) => viewOperation(api, operation)),
  );
  const terms = new Map<string, number>();
  const lists: { operation: number; weight: number }[][] = [];
  const lengths = new Float64Array(operations.length);
  operations.forEach((view, operation) => {
    const bag = weighWords(view);
    let length = 0;
    for (const [term, weight] of bag) {
      length += weight;
      let number = terms.get(term);
      if (number === undefined) {
        number = lists.length;
        terms.set(term, number);
        lists.push([]);
      }
      lists[number]?.push({ operation, weight });
    }
    lengths[operation] = length;
  });
  return pack(operations, terms, lists, lengths);
}

function pack(
  operations: readonly OperationView[],
  terms: Map<string, number>,
  lists: readonly { operation: number; weight: number }[][],
  lengths: Float64Array,
): OperationIndex {
  const count = operations.length;
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, count);
  const starts = new Uint32Array(lists.length + 1);
  const total = lists.reduce((sum, list) => sum + list.length, 0);
  const postings = new Uint32Array(total);
  const weights = new Float32Array(total);
  const idf = new Float32Array(lists.length);
  let at = 0;
  lists.forEach((list, term) => {
    starts[term] = at;
    const rarity = idfOf(list.length, count);
    idf[term] = rarity;
    for (const { operation, weight } of list) {
      const norm = K1 * (1 - B + (B * (lengths[operation] ?? 0)) / Math.max(1e-9, average));
      postings[at] = operation;
      weights[at] = (rarity * weight * (K1 + 1)) / (weight + norm);
      at += 1;
    }
  });
  starts[lists.length] = at;
  return { operations, terms, starts, postings, weights, idf, unseenIdf: idfOf(0, count) };
}

function idfOf(holders: number, count: number): number {
  return Math.log(1 + (count - holders + 0.5) / (holders + 0.5));
}

function weighWords(view: OperationView): Map<string, number> {
  const bag = new Map<string, number>();
  const add = (words: Iterable<string>, weight: number): void => {
    for (const word of words) bag.set(word, (bag.get(word) ?? 0) + weight);
  };
  const once = (texts: readonly string[]): Set<string> => new Set(texts.flatMap((text) => termsOf(text)));
  const { operation } = view;
  add(new Set(view.nameTerms), FIELD_WEIGHTS.name);
  add(new Set(view.pathTerms), FIELD_WEIGHTS.path);
  add(once([view.summary]), FIELD_WEIGHTS.summary);
  add(once([view.description]), FIELD_WEIGHTS.description);
  add(once([...operation.tags]), FIELD_WEIGHTS.tags);
  add(once(view.inputs.flatMap((input) => [input.name, ...enumWords(input.values)])), FIELD_WEIGHTS.inputs);
  add(
    once(view.outputs.filter((output) => output.depth < 2).map((output) => output.name)),
    FIELD_WEIGHTS.outputs,
  );
  add(once([view.api.catalogue.title, view.api.connection.name]), FIELD_WEIGHTS.api);
  return bag;
}

function enumWords(values: readonly unknown[] | undefined): readonly string[] {
  return (values ?? []).slice(0, 30).filter((value) => typeof value === 'string');
}

/** Stems of a query with their weights; words that mean the same follow at a lower one. */
export function queryTerms(query: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const said = termsOf(query);
  for (const term of said) weights.set(term, 1);
  for (const term of said) {
    for (const other of synonymsOf(term)) if (!weights.has(other)) weights.set(other, SYNONYM_WEIGHT);
  }
  return weights;
}

/** The `k` operations nearest to the query, best first. */
export function search(
  index: OperationIndex,
  query: string | ReadonlyMap<string, number>,
  k: number,
): readonly Hit[] {
  const scores = new Float32Array(index.operations.length);
  for (const [term, weight] of typeof query === 'string' ? queryTerms(query) : query) {
    const number = index.terms.get(term);
    if (number === undefined) continue;
    const end = index.starts[number + 1] ?? 0;
    for (let at = index.starts[number] ?? 0; at < end; at += 1) {
      const operation = index.postings[at] ?? 0;
      scores[operation] = (scores[operation] ?? 0) + weight * (index.weights[at] ?? 0);
    }
  }
  return best(index, scores, k);
}

function best(index: OperationIndex, scores: Float32Array, k: number): readonly Hit[] {
  const order: number[] = [];
  for (let operation = 0; operation < scores.length; operation += 1)
    if ((scores[operation] ?? 0) > 0) order.push(operation);
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  return order.slice(0, k).flatMap((operation) => {
    const view = index.operations[operation];
    return view ? [{ view, score: scores[operation] ?? 0 }] : [];
  });
}

/** How rare a stem is among the indexed operations. */
export function rarityOf(index: OperationIndex, term: string): number {
  const number = index.terms.get(term);
  return number === undefined ? index.unseenIdf : (index.idf[number] ?? index.unseenIdf);
}
