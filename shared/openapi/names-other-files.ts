const QUOTES_AND_SPACES: ReadonlySet<number | undefined> = new Set(Buffer.from('"\': \t\r\n'));
const HASH = '#'.charCodeAt(0);

/**
 * Whether a document in UTF-8 may refer to other files, told from its text alone: a `$ref` that does not start with `#`.
 * Sometimes yes where it does not; never no where it does, but for a `$ref` in escapes or another encoding.
 */
export function namesOtherFiles(source: Uint8Array): boolean {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  for (let at = bytes.indexOf('$ref'); at >= 0; at = bytes.indexOf('$ref', at)) {
    at += 4;
    while (at < bytes.length && QUOTES_AND_SPACES.has(bytes[at])) at += 1;
    if (bytes[at] !== HASH) return true;
  }
  return false;
}
