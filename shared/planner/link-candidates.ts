import { BIND_FEATURES, type Candidate } from './candidates.ts';
import type { DraftStep, Source } from './draft.ts';
import { flag, rowOf, type Features } from './feature-row.ts';
import { typesMeet } from './graph.ts';
import type { BindContext } from './mentions.ts';
import type { Output } from './operation-view.ts';
import { pointsBack, positionIn } from './references.ts';
import type { Slot } from './slots.ts';
import { supplyOf } from './supply.ts';
import { stem, wordsOf } from './text.ts';

type LinkFeature = (typeof BIND_FEATURES.link)[number];

const MAX_LINKS = 24;
const MAX_DEPTH = 2;
/** Names that say only that there is something: any answer may go there. */
const ANYTHING = /^(?:data|value|input|content|amount|number)$/i;

/** The answers of earlier calls that may go to an input. `valueCue`: how near its name stands to a value of the message. */
export function linkCandidates(slot: Slot, valueCue: number, context: BindContext): readonly Candidate[] {
  const { input } = slot;
  const back = pointsBack(context.text);
  if (slot.flag || input.values || (!input.required && !back)) return [];
  const words = new Set(wordsOf(context.text).map(stem));
  const position = positionIn(context.text);
  const found = context.earlier.flatMap((step, at) => {
    const supply = supplyOf(input, context.view, step.view);
    const own = step.view.outputs.filter((output) => output.depth <= MAX_DEPTH);
    const fields = supply && !own.includes(supply.output) ? [supply.output, ...own] : own;
    return fields.flatMap((output) => {
      const spread = !typesMeet(input.types, output.types);
      // A key comes only from a field that holds it.
      if ((spread && !takesText(slot)) || (slot.id && supply?.output !== output)) return [];
      const features: Features<LinkFeature> = {
        bias: 1,
        ...fieldFeatures(slot, output, context, words),
        ...stepFeatures(step, context, words, at),
        supply: supply?.output === output ? supply.score : 0,
        main: flag(isMain(step, output)),
        back: flag(back),
        valueCue,
        copied: flag(echoes(step, output)),
        spread: flag(spread),
      };
      const reference: Source = { kind: 'reference', step, output, position };
      const source: Source = spread ? { kind: 'text', parts: [`${output.name}: `, reference] } : reference;
      return [{ source, features }];
    });
  });
  return found
    .toSorted((a, b) => promise(b.features) - promise(a.features))
    .slice(0, MAX_LINKS)
    .map(({ source, features }) => ({ kind: 'link', source, features: rowOf(BIND_FEATURES.link, features) }));
}

/** Which fields are worth weighing at all. */
function promise({ supply, same, overlap, said, main, last, depth }: Features<LinkFeature>): number {
  return supply + same + overlap + said + main + 0.2 * last - 0.2 * depth;
}

function fieldFeatures(
  slot: Slot,
  output: Output,
  { view }: BindContext,
  words: ReadonlySet<string>,
): Features<
  'same' | 'overlap' | 'said' | 'saidAll' | 'depth' | 'required' | 'key' | 'free' | 'typeExact' | 'described'
> {
  const { input } = slot;
  const { terms } = output;
  const said = terms.filter((term) => words.has(term));
  const shared = terms.filter((term) => input.terms.includes(term)).length;
  return {
    same: flag(terms.join(' ') === input.terms.join(' ')),
    overlap: shared / Math.max(1, Math.min(terms.length, input.terms.length)),
    said: said.filter((term) => !view.nameTerms.includes(term)).length / Math.max(1, terms.length),
    saidAll: flag(terms.length > 0 && said.length === terms.length),
    depth: output.depth / MAX_DEPTH,
    required: flag(input.required),
    key: flag(slot.key),
    free: flag(slot.text || slot.query || ANYTHING.test(input.name)),
    typeExact: flag(input.types.some((type) => output.types.includes(type))),
    described: flag(terms.some((term) => slot.described.has(term))),
  };
}

function stepFeatures(
  { view: producer }: DraftStep,
  { view, earlier }: BindContext,
  words: ReadonlySet<string>,
  at: number,
): Features<'stepSaid' | 'last' | 'distance'> {
  const said = producer.nameTerms
    .slice(1)
    .filter((term) => words.has(term) && !view.nameTerms.includes(term));
  return {
    stepSaid: Math.min(1, said.length / 2),
    last: flag(at === earlier.length - 1),
    distance: Math.min(1, (earlier.length - 1 - at) / 4),
  };
}

/** Whether it is all that the step answers. */
function isMain({ view }: DraftStep, output: Output): boolean {
  const fields = view.outputs.filter((other) => !other.types.includes('object'));
  return fields.length === 1 && fields[0] === output;
}

/** Whether the step was told the same value that it answers. */
function echoes({ view, bound }: DraftStep, { name }: Output): boolean {
  return view.inputs.some((input) => input.name === name && bound.get(name)?.source.kind === 'literal');
}

/** Any answer can be written into a text. */
function takesText({ input, key }: Slot): boolean {
  const string = input.types.length === 0 || input.types.includes('string');
  return string && !key && input.place !== 'path';
}
