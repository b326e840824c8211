import { asNode, member, pointerToken, type DocumentNode } from './document-node.ts';
import type { DuplicateKey } from './find-duplicate-keys.ts';

const MAX_DUPLICATES = 20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/**
 * The paths that stand twice in a JSON text, of which JSON.parse keeps the last without a word. A scan of the whole text
 * costs as much as parsing it, so it is made only where more names look like paths than `paths` has members.
 */
export function findDuplicatePaths(text: string, root: DocumentNode): readonly DuplicateKey[] {
  let expected = 0;
  for (const name of Object.keys(asNode(member(root, 'paths')) ?? {}))
    if (name.startsWith('/')) expected += 1;
  return countNames(text, '/') === expected || countNames(text, '\\/') === expected ? [] : scan(text);
}

/** How many names of members begin like this. There are far fewer slashes than quotes to look at. */
function countNames(text: string, start: string): number {
  let count = 0;
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    if (text.charCodeAt(at - 1) === QUOTE && isName(text, endOfString(text, at - 1))) count += 1;
  }
  return count;
}

/** Names the members of the root, of `paths` and of each path, and compares no others. */
function scan(text: string): readonly DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const path: string[] = [];
  const names: Set<string>[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      const isCompared = depth === 1 || (depth <= 3 && path[0] === 'paths');
      if (isCompared && isName(text, end)) {
        const name = String(JSON.parse(text.slice(at, end)));
        path.length = depth - 1;
        path.push(name);
        if (names[depth]?.has(name) && found.length < MAX_DUPLICATES)
          found.push({ pointer: path.map((token) => `/${pointerToken(token)}`).join('') });
        names[depth]?.add(name);
      }
      at = end - 1;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth <= 3) names[depth] = new Set();
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return found;
}

/** The offset behind the closing quote of the string that opens at `open`. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let escapes = 0;
    while (text.charCodeAt(close - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return close + 1;
  }
  return text.length;
}

function isName(text: string, end: number): boolean {
  let at = end;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return text.charCodeAt(at) === COLON;
}
