/** Where quotes open and close. An apostrophe inside a word is no quote. */
export function quotedRanges(text: string): readonly { from: number; to: number; value: string }[] {
  const found: { from: number; to: number; value: string }[] = [];
  const pattern =
    /"([^"]*)"|“([^”]*)”|(?<![\p{L}\p{N}])'((?:[^']|'(?=\p{L}))*?)'(?![\p{L}\p{N}])|‘([^’]*)’|`([^`]*)`/gu;
  for (const match of text.matchAll(pattern)) {
    const value = match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? '';
    found.push({ from: match.index, to: match.index + match[0].length, value });
  }
  return found;
}
