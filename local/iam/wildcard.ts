/** A matcher for `*` (any run of characters) and `?` (one character), as IAM and ARNs use them. */
export function compileWildcard(
  pattern: string,
  options: { readonly ignoreCase?: boolean } = {},
): (text: string) => boolean {
  if (pattern === '*') return () => true;
  const wanted = options.ignoreCase ? pattern.toLowerCase() : pattern;
  const of = (text: string) => (options.ignoreCase ? text.toLowerCase() : text);
  if (!/[*?]/u.test(wanted)) return (text) => of(text) === wanted;
  const source = wanted
    .replaceAll(/[.+^${}()|[\]\\]/gu, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 'su');
  return (text) => expression.test(of(text));
}
