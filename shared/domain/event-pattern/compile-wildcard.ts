/**
 * Compiles a wildcard: `*` stands for any characters, `\*` and `\\` for themselves. The pieces are looked for from left
 * to right, so that no pattern can take more than linear time for each piece. `undefined` where stars stand side by side.
 */
export function compileWildcard(wildcard: string): ((text: string) => boolean) | undefined {
  if (/(?<!\\)(?:\\\\)*\*\*/.test(wildcard)) return undefined;
  const pieces = [''];
  for (let at = 0; at < wildcard.length; at += 1) {
    const character = wildcard.charAt(at);
    const next = wildcard.charAt(at + 1);
    if (character === '*') pieces.push('');
    else {
      const isEscape = character === '\\' && (next === '*' || next === '\\');
      if (isEscape) at += 1;
      pieces.push(`${pieces.pop() ?? ''}${isEscape ? next : character}`);
    }
  }
  const first = pieces.shift() ?? '';
  const last = pieces.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
      return false;
    let at = first.length;
    for (const piece of pieces) {
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= text.length - last.length;
  };
}
