import type { Clause } from './draft.ts';
import { stem, synonymsOf } from './text.ts';

/** How a clause speaks of a thing: "my first list", "the list 'Holidays'", "a specific list", or not at all. */
export interface Pointed {
  /** By its place or its owner: one of several that a list answers. */
  readonly picked: boolean;
  /** By a name beside it. */
  readonly named: boolean;
  /** As one that somebody else will tell. */
  readonly vague: boolean;
  readonly mentioned: boolean;
}

const PICKS =
  /^(?:first|second|third|fourth|fifth|latest|newest|last|top|current|currently|next|all|every|each|my|our|any|random|oldest|favou?rite)$/;
const VAGUE =
  /^(?:specific|existing|certain|particular|given|individual|single|specified|outdated|old|obsolete|selected)$/;
/** Words that stand between a thing and its name. */
const BETWEEN =
  /^[\s"'“‘(]*(?:(?:called|named|titled|entitled|by|of|from|with(?: the)?(?: name| title| e-?mail| id)?)[\s"'“‘(]+)?$/i;
const NEAR = 3;

/** How a clause speaks of the thing that is called by one of these stems. */
export function pointedAt(heads: readonly string[], { text, from, entities }: Clause): Pointed {
  const known = new Set(heads.flatMap((head) => [head, ...synonymsOf(head)]));
  const tokens = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)].map((match) => ({
    word: match[0].toLowerCase(),
    from: from + match.index,
    to: from + match.index + match[0].length,
  }));
  const names = entities.filter(({ kind }) => !['number', 'date', 'time', 'words'].includes(kind));
  const whole = (at: number): string => text.slice(Math.max(0, at - from), Math.max(0, at - from) + 40);
  let pointed: Pointed = { picked: false, named: false, vague: false, mentioned: false };
  tokens.forEach((token, at) => {
    if (!known.has(stem(token.word))) return;
    if (names.some((name) => name.from <= token.from && token.to <= name.to)) return;
    const before = tokens.slice(Math.max(0, at - NEAR), at).map(({ word }) => word);
    const named = names.some(
      (name) =>
        (name.from >= token.to && BETWEEN.test(whole(token.to).slice(0, name.from - token.to))) ||
        (name.to <= token.from && /^[\s"'”’)]*$/.test(whole(name.to).slice(0, token.from - name.to))),
    );
    pointed = {
      picked: pointed.picked || before.some((word) => PICKS.test(word)),
      named: pointed.named || named,
      vague: pointed.vague || before.some((word) => VAGUE.test(word)),
      mentioned: true,
    };
  });
  return pointed;
}
