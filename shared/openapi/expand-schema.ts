import type { JsonSchema } from '../domain/catalogue.ts';
import { isForbiddenKey, type Json } from '../domain/json.ts';
import { asNode, type DocumentNode } from './document-node.ts';
import type { Problems } from './problems.ts';
import { refOf, type References } from './resolve-refs.ts';
import { copyKeywords, copyType, hasKeywords, withSiblings, type Draft } from './schema-keywords.ts';
import { copyParts, hasParts, PARTIAL, RECURSIVE, TRUNCATED } from './schema-parts.ts';

/** Copies schemas out of the document: references resolved, cycles cut, about `budget` bytes of JSON each at most. */
export interface SchemaReader {
  /** `at` is a JSON pointer to the schema, for problems. The result may be shared; nobody may change it. */
  read(schema: unknown, budget: number, at: () => string): JsonSchema;
}

/** References on the way from the root of a schema, innermost first. */
interface Trail {
  readonly ref: string;
  readonly outer: Trail | undefined;
}

/** A schema that waits to be copied into its place. */
interface Waiting {
  readonly source: unknown;
  readonly place: Draft | Json[];
  readonly key: string | number;
  readonly depth: number;
  readonly trail: Trail | undefined;
  readonly parent: Waiting | undefined;
  /** Its pointer below the parent's, e.g. `properties/id`. */
  readonly step: string;
}

/**
 * Breadth first, so that when the budget ends what is lost is what lies deepest; required members come before the others.
 * The work over all calls is bounded by `maxNodes`.
 */
export function createSchemaReader({
  references,
  problems,
  maxNodes,
}: {
  readonly references: References;
  readonly problems: Problems;
  readonly maxNodes: number;
}): SchemaReader {
  const kept = new Map<number, WeakMap<DocumentNode, JsonSchema>>();
  let nodes = 0;

  const copy = (root: DocumentNode, budget: number, at: () => string): JsonSchema => {
    const holder: Draft = {};
    const queue: Waiting[] = [
      { source: root, place: holder, key: 'root', depth: 0, trail: undefined, parent: undefined, step: '' },
    ];
    let left = budget;
    // Breadth first: what was copied before the first cut is whole.
    let cutAt: number | undefined;
    for (let head = 0; head < queue.length; head += 1) {
      const waiting = queue[head];
      if (!waiting) break;
      nodes += 1;
      if (nodes === maxNodes) {
        problems.add(
          'TOO_LARGE',
          'The schemas of the document are too large; the rest of them was left out.',
          '',
        );
      }
      const place = head;
      const onCut = (): void => {
        cutAt ??= place;
      };
      left -= copyOne({ waiting, left: nodes >= maxNodes ? 0 : left, queue, at, onCut });
    }
    const made = asSchema(holder['root']);
    return cutAt === undefined ? made : { ...made, [PARTIAL]: cutAt };
  };

  const copyOne = ({
    waiting,
    left,
    queue,
    at,
    onCut,
  }: {
    readonly waiting: Waiting;
    readonly left: number;
    readonly queue: Waiting[];
    readonly at: () => string;
    /** Something was left out that its place does not show. */
    readonly onCut: () => void;
  }): number => {
    const own = asNode(waiting.source);
    if (!own) {
      put(waiting, waiting.source === false ? { not: {} } : {});
      return 0;
    }
    const target =
      refOf(own) === undefined
        ? { node: own, ref: undefined }
        : references.follow(own, () => pointerTo(waiting, at));
    if (!target) {
      put(waiting, {});
      return 0;
    }
    const { node, ref } = target;
    const out = copyType(node);
    put(waiting, out);
    if (ref !== undefined && isOnTrail(ref, waiting.trail)) {
      out[RECURSIVE] = true;
      return 0;
    }
    if (left <= 0) {
      if (hasParts(node)) out[TRUNCATED] = true;
      if (hasKeywords(node)) onCut();
      return 0;
    }
    const trail = ref === undefined ? waiting.trail : { ref, outer: waiting.trail };
    const described = ref === undefined ? node : withSiblings(node, own);
    const taken = copyKeywords({ node: described, out, left, depth: waiting.depth, onCut });
    const parts = copyParts({
      node,
      out,
      left: left - taken,
      onCut,
      enqueue: (source, place, key, step) =>
        queue.push({ source, place, key, depth: waiting.depth + 1, trail, parent: waiting, step }),
      isForbidden: (name) => {
        if (!isForbiddenKey(name)) return false;
        problems.add('FORBIDDEN_NAME', `A property named "${name}" was left out.`, pointerTo(waiting, at));
        return true;
      },
    });
    return taken + parts;
  };

  return {
    read(schema, budget, at) {
      const node = asNode(schema);
      if (!node) return schema === false ? { not: {} } : {};
      const key = keyOf(node, references, at);
      let sized = kept.get(budget);
      if (!sized) kept.set(budget, (sized = new WeakMap()));
      const found = sized.get(key);
      if (found) return found;
      const made = copy(node, budget, at);
      sized.set(key, made);
      return made;
    },
  };
}

/** A bare reference is kept under its target, so that every operation that names it shares one copy. */
function keyOf(node: DocumentNode, references: References, at: () => string): DocumentNode {
  if (refOf(node) === undefined || Object.keys(node).length > 1) return node;
  return references.follow(node, at)?.node ?? node;
}

function put({ place, key }: Waiting, value: Draft): void {
  if (Array.isArray(place)) place[Number(key)] = value;
  else place[key] = value;
}

function asSchema(value: Json | undefined): JsonSchema {
  return typeof value === 'object' && value !== null && !isJsonList(value) ? value : {};
}

function isJsonList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isOnTrail(ref: string, trail: Trail | undefined): boolean {
  for (let at = trail; at; at = at.outer) if (at.ref === ref) return true;
  return false;
}

function pointerTo(waiting: Waiting, at: () => string): string {
  const steps: string[] = [];
  for (let place: Waiting | undefined = waiting; place?.parent; place = place.parent) steps.push(place.step);
  return [at(), ...steps.toReversed()].join('/');
}
