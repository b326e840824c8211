import { propertiesOf, responseSchemaOf } from '../domain/schema-view.ts';
import { answeredKeys } from './answered-keys.ts';
import { effectOf } from './effect.ts';
import { bestOutput, typesMeet, type Supply } from './graph.ts';
import type { Input, OperationView } from './operation-view.ts';
import type { OperationIndex } from './retrieve.ts';
import { isKeyWord, isSameThing, takesKey, thingsOf } from './things.ts';

/** How surely a key is the one that is needed: of the thing itself, of a thing that is spoken of, of an object that looks like it. */
const SURE = 0.96;
const SPOKEN_OF = 0.86;
const LOOKS_ALIKE = 0.72;

/** How well an operation's answer supplies an input, with its best field; undefined where it does not. */
export function supplyOf(input: Input, consumer: OperationView, producer: OperationView): Supply | undefined {
  let best = bestOutput(input, consumer, producer);
  if (!takesKey(input)) return best;
  const things = thingsOf(input, consumer);
  const word = input.terms.find(isKeyWord);
  for (const { output, things: told, beside } of answeredKeys(producer)) {
    if (!typesMeet(input.types, output.types)) continue;
    const place = things.findIndex((thing) => told.some((other) => isSameThing(thing, other)));
    const rank = place === 0 ? SURE : place > 0 ? SPOKEN_OF : looksAlike(consumer, beside) ? LOOKS_ALIKE : 0;
    if (rank === 0) continue;
    // A `uri` is no `id`.
    const score = rank - output.depth * 0.02 - (word === undefined || output.terms.includes(word) ? 0 : 0.06);
    if (score > (best?.score ?? 0)) best = { producer, output, score };
  }
  return best;
}

const FIELDS = new WeakMap<OperationView, ReadonlySet<string>>();
const COMMON =
  /^(?:id|name|title|type|href|url|uri|urls|external_?urls|images?|description|status|created.*|updated.*|object|self|links?|_links)$/i;

/** Whether an object is of the same kind as the one thing that an operation answers, by the fields of both. */
function looksAlike(view: OperationView, fields: ReadonlySet<string>): boolean {
  const own = FIELDS.get(view) ?? fieldsOf(view);
  FIELDS.set(view, own);
  const shared = [...fields].filter((name) => own.has(name) && !COMMON.test(name)).length;
  return shared >= 3 && shared >= 0.3 * Math.min(own.size, fields.size);
}

function fieldsOf(view: OperationView): ReadonlySet<string> {
  const response = view.operation.path.endsWith('}') ? responseSchemaOf(view.operation) : undefined;
  return new Set(response ? propertiesOf(response).map(({ name }) => name) : []);
}

const SUPPLIERS = new WeakMap<OperationView, Map<string, readonly Supply[]>>();

/** Reading operations of the same API that can supply an input, best first. Nothing that changes the world is brought along unasked. */
export function suppliersFor(
  index: OperationIndex,
  input: Input,
  consumer: OperationView,
): readonly Supply[] {
  const known = SUPPLIERS.get(consumer) ?? new Map<string, readonly Supply[]>();
  SUPPLIERS.set(consumer, known);
  const kept = known.get(input.name);
  if (kept) return kept;
  const found = index.operations.flatMap((producer) => {
    if (producer === consumer || producer.api !== consumer.api || !onlyReads(producer)) return [];
    if (needsSame(producer, input, consumer)) return [];
    return supplyOf(input, consumer, producer) ?? [];
  });
  const sorted = found.toSorted((a, b) => b.score - a.score);
  known.set(input.name, sorted);
  return sorted;
}

function onlyReads({ operation }: OperationView): boolean {
  return effectOf({ method: operation.method, path: operation.path, operation }) === 'read';
}

/** Whether a producer must be told the very key that it would supply. */
function needsSame(producer: OperationView, input: Input, consumer: OperationView): boolean {
  const [thing] = thingsOf(input, consumer);
  if (!thing) return false;
  return producer.inputs.some(
    (own) =>
      own.required && takesKey(own) && thingsOf(own, producer).some((other) => isSameThing(other, thing)),
  );
}
