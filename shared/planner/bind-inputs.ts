import {
  copyCandidates,
  enumCandidates,
  flagCandidates,
  noCandidate,
  valueCandidates,
  type Candidate,
  type CandidateKind,
} from './candidates.ts';
import type { Bound } from './draft.ts';
import type { Entity } from './entities.ts';
import { weigh } from './feature-row.ts';
import { linkCandidates } from './link-candidates.ts';
import { mentionsFor, type BindContext } from './mentions.ts';
import type { Input, Output } from './operation-view.ts';
import { slotOf, type Slot } from './slots.ts';

/** Every way to fill one input, "not at all" last. */
export interface Choice {
  readonly input: Input;
  readonly candidates: readonly Candidate[];
}

/** An answer that surely goes to several inputs may do so. */
const SURE = 0.8;

/** Every way to fill every input of a call. */
export function choicesFor(context: BindContext): readonly Choice[] {
  const slots = distinctive(context.view.inputs.map(slotOf));
  const mentions = mentionsFor(context);
  return slots.map((slot) => {
    const cue = Math.max(
      0,
      ...mentions.map(({ entity }) => (slot.terms.some((term) => entity.before.includes(term)) ? 1 : 0)),
    );
    const named = slot.flag
      ? flagCandidates(slot, context)
      : slot.input.values
        ? enumCandidates(slot, context)
        : valueCandidates(slot, { slots, mentions, context });
    const candidates = [
      ...named,
      ...linkCandidates(slot, cue, context),
      ...copyCandidates(slot, context),
      noCandidate(slot, cue > 0),
    ];
    return { input: slot.input, candidates };
  });
}

/** Names that several inputs share tell none of them apart: `source_language`, `target_language`. */
function distinctive(slots: readonly Slot[]): readonly Slot[] {
  return slots.map((slot) => {
    const terms = slot.terms.filter(
      (term) => !slots.some((other) => other !== slot && other.terms.includes(term)),
    );
    return terms.length === 0 || terms.length === slot.terms.length ? slot : { ...slot, terms };
  });
}

/**
 * Fills the inputs of a call, the surest first; what is likelier to stay open does. A value of the message goes to one
 * input, and so does an answer, unless it is sure to go to several.
 */
export function bindInputs(
  context: BindContext,
  weights: Readonly<Record<CandidateKind, readonly number[]>>,
): Map<string, Bound> {
  const bound = new Map<string, Bound>();
  const taken: Entity[] = [];
  const answers = new Set<Output>();
  const ways = choicesFor(context).flatMap((choice) => weighAll(choice, weights));
  for (const { input, candidate, gain, chance } of ways.toSorted((a, b) => b.gain - a.gain)) {
    const { source, entities = [] } = candidate;
    if (gain <= 0) break;
    if (!source || bound.has(input.name)) continue;
    if (entities.some((entity) => taken.some((other) => entity.from < other.to && other.from < entity.to)))
      continue;
    if (source.kind === 'reference' && answers.has(source.output) && chance < SURE) continue;
    taken.push(...entities);
    if (source.kind === 'reference') answers.add(source.output);
    bound.set(input.name, { source, certainty: chance });
  }
  return bound;
}

/** `gain`: how much more a candidate weighs than none; `chance`: 0 to 1 among all of the input. */
function weighAll(
  { input, candidates }: Choice,
  weights: Readonly<Record<CandidateKind, readonly number[]>>,
): readonly {
  readonly input: Input;
  readonly candidate: Candidate;
  readonly gain: number;
  readonly chance: number;
}[] {
  const scores = candidates.map(({ kind, features }) => weigh(weights[kind], features));
  const top = Math.max(...scores);
  const all = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
  const none = scores.at(-1) ?? 0;
  return candidates.map((candidate, at) => {
    const score = scores[at] ?? 0;
    return { input, candidate, gain: score - none, chance: Math.exp(score - top) / all };
  });
}
