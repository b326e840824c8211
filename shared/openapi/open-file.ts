import { createHash } from 'node:crypto';
import type { DocumentFile } from './document-files.ts';
import type { DocumentLimits } from './limits.ts';
import { parseDocument } from './parse-document.ts';

/**
 * Reads a file that a document refers to. Its references become absolute, those within it by `name`, so that they mean the
 * same wherever they are followed from.
 */
export function openFile({
  bytes,
  name,
  url,
  limits,
}: {
  readonly bytes: Uint8Array;
  /** The URL by which it is known. */
  readonly name: string;
  /** The URL that answered, which its relative references start from. */
  readonly url: string;
  readonly limits: DocumentLimits;
}): DocumentFile {
  const digest = createHash('sha256').update(bytes).digest('hex');
  const parsed = parseDocument(bytes, limits);
  if (parsed.ok) {
    makeAbsolute(parsed.root, name, url);
    return { ok: true, root: parsed.root, digest };
  }
  const text = /\.(json|ya?ml)$/i.test(new URL(name).pathname) ? undefined : textOf(bytes);
  return text === undefined
    ? { ok: false, code: 'EXTERNAL_REF_UNREADABLE', message: parsed.message.replace('document', 'file') }
    : { ok: true, root: text, digest };
}

function makeAbsolute(root: unknown, name: string, url: string): void {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    // Just parsed, so nobody else holds it; only members that are there already are written.
    const node = value as Record<string, unknown>;
    for (const key of Object.keys(node)) {
      const part = node[key];
      if (typeof part === 'object') waiting.push(part);
      else if (key === '$ref' && typeof part === 'string') node[key] = absolute(part, name, url);
    }
  }
}

function absolute(ref: string, name: string, url: string): string {
  if (ref.startsWith('#')) return name + ref;
  return URL.canParse(ref, url) ? new URL(ref, url).href : ref;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
