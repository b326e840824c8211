import type { DraftStep } from './draft.ts';
import { flag, upTo, type Features } from './feature-row.ts';
import { isLight } from './light-words.ts';
import type { PlannerApi } from './operation-view.ts';
import { isCalled, profileOf } from './profile.ts';
import type { OperationIndex } from './retrieve.ts';
import type { Request } from './spans.ts';
import { termsOf } from './text.ts';

/** What tells how much of a request the APIs know and the planned calls hold, however rare the words are. */
export const HEARD_FEATURES = [
  'known',
  'called',
  'calledCount',
  'held',
  'unheld',
  'title',
  'used',
  'unused',
  'size',
] as const;
type HeardFeature = (typeof HEARD_FEATURES)[number];

/** What a request says that the planned calls hold, word for word and value for value. */
export function heardFeatures(
  { text, entities }: Request,
  index: OperationIndex,
  steps: readonly DraftStep[],
): Features<HeardFeature> {
  const terms = spokenTerms(text, entities, index);
  const profiles = steps.map(({ view }) => profileOf(view));
  const titles = [...new Set(steps.map(({ view }) => view.api))].map(titleOf);
  const inTitle = (term: string): boolean => titles.some((title) => title.has(term));
  const count = (holds: (term: string) => boolean): number => terms.filter(holds).length;
  const held = count(
    (term) => inTitle(term) || profiles.some(({ places, alike }) => places.has(term) || alike.has(term)),
  );
  const called = count((term) => inTitle(term) || profiles.some((profile) => isCalled(profile, term)));
  const values = steps.flatMap(({ bound }) =>
    [...bound.values()].flatMap(({ source }) =>
      source.kind === 'literal' ? [JSON.stringify(source.value)] : [],
    ),
  );
  const used = entities.filter(({ value, number }) =>
    values.some((said) => said.includes(value) || (number !== undefined && said.includes(String(number)))),
  ).length;
  const all = Math.max(1, terms.length);
  return {
    known: count((term) => index.terms.has(term)) / all,
    called: called / all,
    calledCount: upTo(6, called),
    held: held / all,
    unheld: upTo(8, terms.length - held),
    title: flag(terms.some(inTitle)),
    used: entities.length === 0 ? 0.5 : used / entities.length,
    unused: upTo(3, entities.length - used),
    size: Math.log10(index.operations.length + 1) / 4,
  };
}

/** Stems of a request that mean something by themselves: no values, except names whose words the documents use. */
function spokenTerms(text: string, entities: Request['entities'], index: OperationIndex): readonly string[] {
  let bare = '';
  let at = 0;
  for (const { kind, value, from, to } of entities) {
    const spoken = kind === 'proper' && termsOf(value).every((term) => index.terms.has(term));
    if (spoken || from < at) continue;
    bare += `${text.slice(at, from)} `;
    at = to;
  }
  return [...new Set(termsOf(bare + text.slice(at)))].filter((term) => !isLight(term));
}

const TITLES = new WeakMap<PlannerApi, ReadonlySet<string>>();
/** Words of titles that say nothing of the subject. */
const EMPTY = /^(?:servic|api|v?\d+)$/;

function titleOf(api: PlannerApi): ReadonlySet<string> {
  const known = TITLES.get(api);
  if (known) return known;
  const terms = termsOf(`${api.catalogue.title} ${api.connection.name}`);
  const title = new Set(terms.filter((term) => !isLight(term) && !EMPTY.test(term)));
  TITLES.set(api, title);
  return title;
}
