import { asNode, cutText, member, type DocumentNode } from './document-node.ts';
import { findAnchors } from './find-anchors.ts';
import { NO_FILES, type DocumentFiles } from './document-files.ts';

/** What a reference leads to. `ref` is the last reference of the chain, spelled the same way from everywhere. */
export interface Target {
  readonly node: DocumentNode;
  readonly ref?: string;
}

/** The value at the end of a chain of references, or why there is none. */
export type Resolved =
  | { readonly ok: true; readonly value: unknown; readonly ref: string }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Follows references, one at a time and only when asked. */
export interface References {
  /** The object itself, or what its `$ref` leads to; undefined where it leads nowhere or the value is no object. */
  follow(value: unknown): Target | undefined;
  /** The same without the reference. */
  nodeOf(value: unknown): DocumentNode | undefined;
  /** Where a reference leads, whatever it is. What it answers is kept: asking again costs nothing. */
  resolve(ref: string): Resolved;
}

/** References through which one pointer may lead. */
const MAX_HOPS = 50;

/** `$ref` with text; a property that happens to be named `$ref` holds a schema. */
export function refOf(node: DocumentNode): string | undefined {
  // No object inherits a member of this name.
  const ref = node['$ref'];
  return typeof ref === 'string' ? ref : undefined;
}

/**
 * References are URLs relative to the document's own (RFC 3986), with a JSON pointer (RFC 6901) or a plain name after the
 * `#`. Those into another file lead into `files`; nothing is fetched. References inside a file are absolute already.
 */
export function createReferences({
  root,
  url,
  files = NO_FILES,
  onMissing,
}: {
  readonly root: DocumentNode;
  /** Where the document was found; undefined where it has no address. */
  readonly url: string | undefined;
  readonly files?: DocumentFiles;
  /** Told the URL of each file that a reference leads to and that is not among `files`. */
  readonly onMissing?: (url: string) => void;
}): References {
  const self = member(root, '$self');
  // OpenAPI 3.2, 4.1.2.2.1: the address that a document gives itself is what its references start from.
  const base = typeof self === 'string' && URL.canParse(self, url) ? new URL(self, url).href : url;
  const own = new Set([base, url].flatMap((address) => (address === undefined ? [] : withoutQuery(address))));
  const known = new Map<string, Resolved>();
  const holders = new Map<string, unknown>();
  const anchors = new Map<unknown, ReadonlyMap<string, unknown>>();

  const anchorsOf = (file: unknown): ReadonlyMap<string, unknown> => {
    let found = anchors.get(file);
    if (!found) anchors.set(file, (found = findAnchors(file)));
    return found;
  };

  const step = (ref: string, hops: number): Resolved => {
    const at = ref.indexOf('#');
    const fragment = at < 0 ? '' : ref.slice(at + 1);
    const place = at === 0 ? { root, name: '' } : fileOf(at < 0 ? ref : ref.slice(0, at), ref);
    if ('code' in place) return place;
    const value =
      fragment === '' || fragment.startsWith('/')
        ? walk(place.root, fragment, hops)
        : anchorsOf(place.root).get(decodeToken(fragment));
    return value === undefined
      ? fault('UNRESOLVED_REF', `The reference "${cutText(ref, 120)}" leads to nothing.`)
      : { ok: true, value, ref: `${place.name}#${fragment}` };
  };

  const fileOf = (path: string, ref: string): Fault | { readonly root: unknown; readonly name: string } => {
    const shown = cutText(ref, 120);
    if (!URL.canParse(path, base)) {
      return base === undefined
        ? fault(
            'EXTERNAL_REF_NO_BASE',
            `The reference "${shown}" is relative to the document, whose address is not known; connect the document by its URL.`,
          )
        : fault('EXTERNAL_REF_INVALID', `The reference "${shown}" is not a URL.`);
    }
    const name = new URL(path, base).href;
    if (own.has(name)) return { root, name: '' };
    const embedded = anchorsOf(root).get(name);
    if (embedded !== undefined) return { root: embedded, name };
    const file = files.get(name);
    if (file?.ok) return { root: file.root, name };
    if (file) return fault(file.code, `The reference "${shown}" was not followed: ${file.message}`);
    onMissing?.(name);
    return fault('EXTERNAL_REF', `The reference "${shown}" leads out of the document and was not fetched.`);
  };

  /** One step of a pointer. What the standards do not allow and tools do: a part may be a reference to where it is. */
  const enter = (value: unknown, token: string, hops: number): unknown => {
    const found = entryOf(value, token);
    const ref = found === undefined ? refOf(asNode(value) ?? {}) : undefined;
    if (ref === undefined || hops >= MAX_HOPS) return found;
    const target = resolve(ref, hops + 1);
    return target.ok ? entryOf(target.value, token) : undefined;
  };

  const descend = (from: unknown, pointer: string, hops: number): unknown => {
    let value = from;
    for (const token of pointerTokens(pointer)) {
      value = enter(value, token, hops);
      if (value === undefined) return undefined;
    }
    return value;
  };

  /** Most pointers lead into a few objects of the document, which are kept. */
  const walk = (from: unknown, pointer: string, hops: number): unknown => {
    const end = pointer.lastIndexOf('/');
    if (from !== root || end <= 0) return descend(from, pointer, hops);
    const holder = pointer.slice(0, end);
    const value = holders.get(holder) ?? descend(root, holder, hops);
    holders.set(holder, value);
    return value === undefined ? undefined : enter(value, decodeToken(pointer.slice(end + 1)), hops);
  };

  const resolve = (first: string, hops: number): Resolved => {
    const kept = known.get(first);
    if (kept) return kept;
    const found = step(first, hops);
    const next = found.ok ? refOf(asNode(found.value) ?? {}) : undefined;
    const end = next === undefined ? found : resolveChain(first, next, hops);
    known.set(first, end);
    return end;
  };

  const resolveChain = (first: string, second: string, hops: number): Resolved => {
    const chain = new Set([first]);
    let ref = second;
    let end = known.get(ref);
    while (!end) {
      chain.add(ref);
      const found = step(ref, hops);
      const next = found.ok ? refOf(asNode(found.value) ?? {}) : undefined;
      if (next === undefined) end = found;
      else if (chain.has(next)) end = circular(first);
      else end = known.get((ref = next));
    }
    for (const each of chain) known.set(each, end);
    return end;
  };

  return {
    resolve: (ref) => resolve(ref, 0),
    nodeOf(value) {
      const node = asNode(value);
      const ref = node && refOf(node);
      if (ref === undefined) return node;
      const end = known.get(ref) ?? resolve(ref, 0);
      return end.ok ? asNode(end.value) : undefined;
    },
    follow(value) {
      const node = asNode(value);
      const ref = node && refOf(node);
      if (ref === undefined) return node && { node };
      const end = resolve(ref, 0);
      const target = end.ok ? asNode(end.value) : undefined;
      return target && end.ok ? { node: target, ref: end.ref } : undefined;
    },
  };
}

function circular(ref: string): Fault {
  return fault('CIRCULAR_REF', `The reference "${cutText(ref, 120)}" leads to itself and to nothing else.`);
}

/** An address as it is written, and as it is without a query, which may hold a key and no version. */
function withoutQuery(address: string): readonly string[] {
  const url = new URL(address);
  url.hash = '';
  const whole = url.href;
  url.search = '';
  return [whole, url.href];
}

type Fault = Extract<Resolved, { ok: false }>;

function fault(code: string, message: string): Fault {
  return { ok: false, code, message };
}

function entryOf(value: unknown, token: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(token) ? value[Number(token)] : undefined;
  return member(asNode(value), token);
}

/** The names and indexes that a JSON pointer leads by, as they stand in a URL. */
export function pointerTokens(pointer: string): readonly string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map(decodeToken);
}

function decodeToken(raw: string): string {
  let token = raw;
  if (raw.includes('%')) {
    try {
      token = decodeURIComponent(raw);
    } catch {
      // A lone percent sign stands for itself.
    }
  }
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
}
