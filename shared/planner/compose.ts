import { TELLING_FIELDS, TEXT_INPUTS } from './cues.ts';
import type { Bound, Clause, DraftStep, Source } from './draft.ts';
import type { Input, Output } from './operation-view.ts';
import { earlierSubject, pointsBack, positionIn } from './references.ts';

/** Whether an input takes a text that people read. */
export function isFreeText(input: Input): boolean {
  const last = input.terms.at(-1) ?? '';
  return (
    TEXT_INPUTS.has(last) && !input.values && (input.types.length === 0 || input.types.includes('string'))
  );
}

const SAID =
  /(?:\bsaying|\bsays?|\bthat reads|\breading|\bwith (?:the )?(?:message|text|body|content|comment)|:)\s*(?:that\s+)?["“']?(.+?)["”']?[.!]?$/iu;
const ABOUT = /\b(?:about|regarding|on|with|of)\s+(.+)$/iu;

/**
 * The text of a message: what the request says literally ("saying we close at six"), or the telling fields of the
 * earlier answer that it is about ("about the first one"). Undefined where there is neither.
 */
export function composeText(clause: Pick<Clause, 'text'>, earlier: readonly DraftStep[]): Bound | undefined {
  const said = SAID.exec(clause.text)?.[1]?.trim();
  if (said !== undefined && said.length > 1)
    return { source: { kind: 'literal', value: said }, certainty: 0.85 };
  const topic = ABOUT.exec(clause.text)?.[1] ?? clause.text;
  const step = earlierSubject(topic, earlier) ?? (pointsBack(clause.text) ? earlier.at(-1) : undefined);
  if (!step) return undefined;
  return aboutItem(step, topic) ?? wholeAnswer(step, 0.5);
}

/** Whether a text holds a whole answer because all of it was asked for: "about all of them". */
export function isWhole({ source, certainty }: Bound): boolean {
  return certainty === ALL_OF_THEM && source.kind === 'text';
}

const ALL_OF_THEM = 0.6;

function aboutItem(step: DraftStep, topic: string): Bound | undefined {
  const plural =
    /\b(?:them|all|those|these|list|results)\b/i.test(topic) &&
    !/\b(?:first|second|third|one|each|every)\b/i.test(topic);
  if (plural && step.view.answersList) return wholeAnswer(step, ALL_OF_THEM);
  const fields = tellingFields(step);
  const [first] = fields;
  if (!first) return undefined;
  const parts: Extract<Source, { kind: 'text' }>['parts'][number][] = [];
  fields.forEach((output, at) => {
    parts.push(at === 0 ? `${labelOf(step)}: ` : `, ${output.name} `);
    parts.push({ kind: 'reference', step, output, position: positionIn(topic) });
  });
  return { source: { kind: 'text', parts }, certainty: 0.75 };
}

function wholeAnswer(step: DraftStep, certainty: number): Bound {
  return { source: { kind: 'text', parts: [`${labelOf(step)}: `, { kind: 'whole', step }] }, certainty };
}

/** Up to three fields of one item that tell a person what it is. */
function tellingFields(step: DraftStep): readonly Output[] {
  const scalars = step.view.outputs.filter(
    (output) => output.depth <= 1 && !output.types.includes('object') && !output.types.includes('array'),
  );
  const depth = Math.min(...scalars.filter((output) => rankOf(output) >= 0).map((output) => output.depth));
  return scalars
    .filter((output) => output.depth === depth && rankOf(output) >= 0)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .slice(0, 3);
}

function rankOf(output: Output): number {
  return TELLING_FIELDS.indexOf(output.terms.at(-1) ?? '');
}

/** "Pet", of a step that finds pets. */
function labelOf(step: DraftStep): string {
  const segment = step.view.operation.path.split('/').findLast((part) => /^[a-z]/i.test(part)) ?? 'Result';
  const words = segment
    .replace(/[-_]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const single = words.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
  return single.charAt(0).toUpperCase() + single.slice(1);
}
