import { stem } from './stem.ts';

/** Words that are said of anything, in requests and in documents. Data. */
const LIGHT: ReadonlySet<string> = new Set(
  `get list show provide give find retrieve fetch see view tell send make do set use information info detail data content
  number name new current available full complete all id result value type item thing please access collection include
  including kind question user`
    .split(/\s+/)
    .map(stem),
);

/** Whether a stem is said of anything. */
export function isLight(term: string): boolean {
  return LIGHT.has(term);
}
