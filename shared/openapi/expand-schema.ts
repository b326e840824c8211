import type { JsonSchema } from '../domain/catalogue.ts';
import { asNode, member, type DocumentNode } from './document-node.ts';
import type { References } from './resolve-refs.ts';
import {
  copyKeywords,
  copyRequired,
  copyType,
  hasKeywords,
  typeBytes,
  withSiblings,
  type Draft,
  type Room,
} from './schema-keywords.ts';
import * as marks from './schema-marks.ts';
import { copyParts, copyRequiredParts, hasParts, rankOf, type Copying, type Slot } from './schema-parts.ts';

/** References on the way from the root of a schema, innermost first. */
interface Trail {
  readonly ref: string;
  readonly outer: Trail | undefined;
}

/** A schema that has its place with its type alone, and may get the rest. */
interface Place {
  readonly node: DocumentNode;
  /** The object whose reference leads to `node`; absent where `node` stands in its place itself. */
  readonly beside: DocumentNode | undefined;
  readonly out: Draft;
  readonly depth: number;
  readonly trail: Trail | undefined;
  readonly above: Place | undefined;
  readonly slot: Slot;
  /** Bytes set aside for marks that say that something is missing; 0 where nothing can be. */
  reserve: number;
  children: Place[] | undefined;
}

const NOTHING: DocumentNode = {};
/** With less than this there is no use in looking at what else a schema has. */
const SMALLEST = 12;

/**
 * Copies a schema out of the document: references resolved, cycles cut, at most `budget` bytes as JSON. Breadth first, so
 * that where the room ends what is lost is what lies deepest; required members come before the others, and before any
 * text where `requiredFirst` says that a call is impossible without them.
 */
export function expandSchema({
  root,
  budget,
  requiredFirst,
  references,
}: {
  readonly root: DocumentNode;
  readonly budget: number;
  readonly requiredFirst: boolean;
  readonly references: References;
}): JsonSchema {
  const room: Room = { left: budget - marks.PARTIAL_BYTES };
  let visited = 0;
  // Breadth first: what was copied before the first cut is whole.
  let cutAt: number | undefined;
  const onCut = (): void => {
    cutAt ??= visited;
  };

  const settle = (above: Place | undefined, slot: Slot): Place | undefined => {
    const own = asNode(slot.source);
    const target = own && references.follow(own);
    const ref = target?.ref;
    const isCycle = ref !== undefined && isOnTrail(ref, above?.trail);
    const node = isCycle ? NOTHING : (target?.node ?? NOTHING);
    const reserve = hasParts(node) ? marks.TRUNCATED_BYTES : 0;
    const out: Draft = target ? copyType(target.node) : slot.source === false ? { not: {} } : {};
    let bytes = slot.extra + (target ? typeBytes(out) : 10) + reserve;
    if (isCycle) {
      out[marks.RECURSIVE] = true;
      bytes += marks.RECURSIVE_BYTES;
    }
    if (bytes > room.left) return undefined;
    room.left -= bytes;
    const { into, key } = slot;
    if (Array.isArray(into)) into[Number(key)] = out;
    else into[key] = out;
    const beside = ref === undefined || isCycle ? undefined : own;
    const trail = ref === undefined ? above?.trail : { ref, outer: above?.trail };
    const depth = above ? above.depth + 1 : 0;
    return { node, beside, out, depth, trail, above, slot, reserve, children: undefined };
  };

  const copying: Copying<Place> = {
    room,
    admit(above, slot) {
      const place = settle(above, slot);
      if (place) (above.children ??= []).push(place);
      return place !== undefined;
    },
    mark(above) {
      const { left } = room;
      const count = above.children?.length ?? 0;
      return () => {
        room.left = left;
        above.children?.splice(count);
      };
    },
    onCut,
  };

  /** An object of which members are left out must say that it takes others. */
  const reserveFor = (place: Place): void => {
    const opens = typeof member(place.node, 'properties') === 'object';
    const wanted = marks.TRUNCATED_BYTES + (opens ? marks.OPEN_BYTES : 0);
    room.left -= wanted - place.reserve;
    place.reserve = wanted;
  };

  const fillRequired = (place: Place): void => {
    if (place.reserve === 0 || room.left < marks.OPEN_BYTES) return;
    reserveFor(place);
    copyRequired({ node: place.node, out: place.out, room, onCut: () => undefined });
    copyRequiredParts(place, copying);
  };

  const fill = (place: Place): void => {
    const { node, beside, out, depth } = place;
    if (place.reserve > 0) reserveFor(place);
    let fits = place.reserve === 0;
    if (room.left < SMALLEST) {
      if (hasKeywords(node)) onCut();
    } else {
      const described = beside ? withSiblings(node, beside) : node;
      copyKeywords({ node: described, out, room, depth, onCut });
      fits ||= copyParts(place, copying);
    }
    visited += 1;
    room.left += place.reserve;
    if (!fits) room.left -= markTruncated(out);
  };

  const first = settle(undefined, { source: root, into: {}, key: '', holder: 'properties', extra: 0 });
  if (!first) return {};
  if (requiredFirst) {
    eachBelow(first, fillRequired);
    eachBelow(first, (place) => {
      fill(place);
      place.children?.sort((a, b) => rankOf(a.slot.holder) - rankOf(b.slot.holder));
    });
  } else eachBelow(first, fill);
  if (cutAt !== undefined) first.out[marks.PARTIAL] = cutAt;
  return first.out;
}

/** Answers the bytes that the marks take. */
function markTruncated(out: Draft): number {
  out[marks.TRUNCATED] = true;
  if (out['properties'] === undefined) return marks.TRUNCATED_BYTES;
  const isMarked = out['additionalProperties'] !== undefined;
  out['additionalProperties'] = true;
  return marks.TRUNCATED_BYTES + (isMarked ? 0 : marks.OPEN_BYTES);
}

/** Visits a schema and then those within, breadth first; a visit may add to its children. */
function eachBelow(root: Place, visit: (place: Place) => void): void {
  const queue = [root];
  for (let head = 0; head < queue.length; head += 1) {
    const place = queue[head];
    if (!place) break;
    visit(place);
    if (place.children) for (const child of place.children) queue.push(child);
  }
}

function isOnTrail(ref: string, trail: Trail | undefined): boolean {
  for (let at = trail; at; at = at.outer) if (at.ref === ref) return true;
  return false;
}
