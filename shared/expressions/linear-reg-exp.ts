import { RE2JS } from 're2js';

/**
 * What JSONata needs of a regular expression (`exec` and `lastIndex`), on an engine whose time grows with the text and
 * not with the pattern. Back-references and look-around, which no such engine has, are refused when it is made.
 */
export class LinearRegExp {
  lastIndex = 0;
  readonly #pattern: RE2JS;

  constructor({ source, flags }: { readonly source: string; readonly flags: string }) {
    const insensitive = flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0;
    const multiline = flags.includes('m') ? RE2JS.MULTILINE : 0;
    this.#pattern = RE2JS.compile(source, insensitive | multiline);
  }

  /** The next match from `lastIndex` on, which then points behind it; null, and 0, where there is none. */
  exec(text: string): (string[] & { index: number }) | null {
    const matcher = this.#pattern.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = matcher.end();
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? '');
    return Object.assign(groups, { index: matcher.start() });
  }
}
