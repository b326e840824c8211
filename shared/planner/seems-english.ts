import { wordsOf } from './text.ts';
import { intentOfVerb } from './verbs.ts';
import { STOP_WORDS } from './words.ts';

/** Small words of other languages that English does not have. Data. */
const FOREIGN: ReadonlySet<string> = new Set(
  `der die das den dem des ein eine einen einem einer und oder mit für auf von zu bei nach nicht alle ist sind bitte
  le les des un une et ou avec pour sur du aux dans est sont tous toutes pas moi el los las unos unas y con para por del
  al en es son todos todas il lo gli una e di da per che tutti tutte sono os uma ao na no dos das em não het een van
  voor met naar niet och att det som på för alla w z na do i że nie`.split(/\s+/),
);

/** Whether a text may be English, the one language that the rules read: by its script and its small words. */
export function seemsEnglish(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters > 0 && latin < letters * 0.5) return false;
  const words = wordsOf(text);
  const count = (fits: (word: string) => boolean): number => words.filter(fits).length;
  const foreign = count((word) => FOREIGN.has(word) && !STOP_WORDS.has(word));
  return foreign <= count((word) => STOP_WORDS.has(word) || intentOfVerb(word) !== undefined);
}
