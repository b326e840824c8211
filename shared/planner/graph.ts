import type { Input, OperationView, Output } from './operation-view.ts';
import { effectOf } from './effect.ts';
import type { OperationIndex } from './retrieve.ts';
import { stem } from './text.ts';

const stems = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(stem));

/** Names that say nothing without the thing they belong to. */
const GENERIC = stems('id name key uuid uid guid slug code number type uri href ref value title sid');
const IDENTIFIERS = stems('id ids uuid uid guid key slug sid uri number code ref');
const CONTAINERS = stems(
  'item data result record value list entry row content response object element search find hit node',
);

/** Whether an input names one thing, so that an earlier answer or a person can supply it. */
export function isIdentifier(input: Input): boolean {
  return input.place === 'path' ? true : input.terms.some((term) => IDENTIFIERS.has(term)) && !input.values;
}

/** The things that an input's name is about: `pet` of `petId`; of a plain `id`, the collection in the path before it. */
function subjectOf(input: Input, view: OperationView): readonly string[] {
  const own = input.terms.filter((term) => !GENERIC.has(term));
  if (own.length > 0 || input.place !== 'path') return own;
  return collectionBefore(view.operation.path, input.name, view);
}

function collectionBefore(path: string, name: string, view: OperationView): readonly string[] {
  const parts = path.split('/');
  const at = parts.indexOf(`{${name}}`);
  const segment =
    at > 0 ? parts.slice(0, at).findLast((part) => part !== '' && !part.startsWith('{')) : undefined;
  if (segment === undefined) return [];
  return view.pathTerms.filter((term) => segment.toLowerCase().includes(term));
}

/** How well an answered field can supply an input, 0 to 1. 0.5 and above is an edge of the graph. */
function supplyScore({
  input,
  consumer,
  output,
  producer,
}: {
  readonly input: Input;
  readonly consumer: OperationView;
  readonly output: Output;
  readonly producer: OperationView;
}): number {
  if (!typesMeet(input.types, output.types)) return 0;
  const depthCost = output.depth * 0.02;
  const sameApi = producer.api.connection.id === consumer.api.connection.id ? 0 : 0.1;
  const subject = subjectOf(input, consumer);
  const owner = output.owner.filter((term) => !CONTAINERS.has(term));
  const about = owner.length > 0 ? owner : producer.pathTerms;
  const specific = output.terms.filter((term) => !GENERIC.has(term));
  if (specific.length > 0 && sameTerms(input.terms, output.terms)) return 1 - depthCost - sameApi;
  const keyed = isIdentifier(input) && output.terms.some((term) => IDENTIFIERS.has(term));
  if (keyed && specific.length === 0 && subject.length > 0 && subject.every((term) => about.includes(term))) {
    return 0.95 - depthCost - sameApi - (output.terms.includes('id') ? 0 : 0.1);
  }
  if (keyed && specific.length > 0 && sameTerms(subject, specific)) return 0.9 - depthCost - sameApi;
  if (keyed && subject.length === 0 && producer.api === consumer.api && specific.length === 0)
    return 0.5 - depthCost;
  const generic = output.terms.length === 1 && GENERIC.has(output.terms[0] ?? '');
  if (
    generic &&
    subject.length > 0 &&
    subject.every((term) => about.includes(term)) &&
    sharesGeneric(input, output)
  ) {
    return 0.8 - depthCost - sameApi;
  }
  if (!isIdentifier(input) && specific.length > 0 && overlaps(input.terms, specific))
    return 0.6 - depthCost - sameApi;
  return 0;
}

function sharesGeneric(input: Input, output: Output): boolean {
  return input.terms.some((term) => output.terms.includes(term));
}

function sameTerms(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((term) => b.includes(term));
}

function overlaps(a: readonly string[], b: readonly string[]): boolean {
  const shared = a.filter((term) => b.includes(term)).length;
  return shared > 0 && shared >= Math.min(a.length, b.length);
}

/** Whether a value of one type can be sent where the other is taken; unknown types meet any. */
export function typesMeet(input: readonly string[], output: readonly string[]): boolean {
  if (input.length === 0 || output.length === 0) return true;
  const scalar = (types: readonly string[]): boolean =>
    types.some((type) => ['string', 'number', 'integer'].includes(type));
  if (input.some((type) => output.includes(type))) return true;
  if (input.includes('array') && scalar(output)) return true;
  return scalar(input) && scalar(output) && (input.includes('string') || !output.includes('string'));
}

/** An operation that can supply an input, and with which field. */
export interface Supply {
  readonly producer: OperationView;
  readonly output: Output;
  readonly score: number;
}

/** The best field of an operation for an input; undefined where none fits. */
export function bestOutput(
  input: Input,
  consumer: OperationView,
  producer: OperationView,
): Supply | undefined {
  let best: Supply | undefined;
  for (const output of producer.outputs) {
    const score = supplyScore({ input, consumer, output, producer });
    if (score >= 0.5 && score > (best?.score ?? 0)) best = { producer, output, score };
  }
  return best;
}

/** Reading operations that can supply an input, best first. Only the same API is searched. */
export function suppliersOf(index: OperationIndex, input: Input, consumer: OperationView): readonly Supply[] {
  const found: Supply[] = [];
  for (const producer of index.operations) {
    if (producer === consumer || producer.api.connection.id !== consumer.api.connection.id) continue;
    if (!onlyReads(producer)) continue;
    if (needsSameThing(producer, input, consumer)) continue;
    const supply = bestOutput(input, consumer, producer);
    if (supply) found.push(supply);
  }
  return found.toSorted((a, b) => b.score - a.score);
}

/** Nothing that changes the world is ever brought along unasked. */
function onlyReads({ operation }: OperationView): boolean {
  return effectOf({ method: operation.method, path: operation.path, operation }) === 'read';
}

/** Whether a producer must be told the very key that it would supply. */
function needsSameThing(producer: OperationView, input: Input, consumer: OperationView): boolean {
  const subject = subjectOf(input, consumer);
  return producer.inputs.some(
    (own) =>
      own.required && isIdentifier(own) && sameTerms(subjectOf(own, producer), subject) && subject.length > 0,
  );
}
