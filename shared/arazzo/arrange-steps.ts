import type { Json, JsonObject } from '../domain/json.ts';
import type { ArazzoNote, ArazzoWorkflow } from './document.ts';
import { plain } from './plain.ts';

type Note = (kind: 'notes' | 'faults', entry: ArazzoNote) => void;

/**
 * Steps in the order that `x-apiq-steps` has them, with those that only APIQ knows; in the order of the document where it
 * was written elsewhere.
 */
export function arrangeSteps({
  workflow,
  lists,
  path,
  note,
}: {
  readonly workflow: ArazzoWorkflow;
  /** What each step of the document has become. */
  readonly lists: ReadonlyMap<string, readonly JsonObject[]>;
  readonly path: string;
  readonly note: Note;
}): readonly JsonObject[] {
  const arranger = new Arranger(lists, `${path}.x-apiq-steps`, note);
  const written = plain({ steps: workflow['x-apiq-steps'] })['steps'];
  if (written === undefined) return [...lists.values()].flat().map((step) => arranger.arrange(step));
  const placed = arranger.place(written);
  const left = [...lists].filter(([stepId]) => !arranger.used.has(stepId));
  for (const [stepId] of left)
    note('notes', {
      path: `${path}.steps.${stepId}`,
      message: 'It has no place in x-apiq-steps and comes last.',
    });
  // Members that are no objects are told of by the schema of steps.
  return [
    ...(Array.isArray(placed) ? placed : []),
    ...left.flatMap(([, list]) => list),
  ] as readonly JsonObject[];
}

class Arranger {
  readonly used = new Set<string>();
  readonly #lists: ReadonlyMap<string, readonly JsonObject[]>;
  readonly #path: string;
  readonly #note: Note;

  constructor(lists: ReadonlyMap<string, readonly JsonObject[]>, path: string, note: Note) {
    this.#lists = lists;
    this.#path = path;
    this.#note = note;
  }

  /** Steps with every `{stepId}` replaced by what it stands for. */
  place(value: Json): Json {
    if (Array.isArray(value)) return value.flatMap((item: Json) => this.place(item));
    if (typeof value !== 'object' || value === null) return value;
    // Neither list nor null.
    const step = value as JsonObject;
    const { stepId } = step;
    if (typeof stepId !== 'string' || Object.keys(step).length > 1) return this.arrange(step);
    const list = this.used.has(stepId) ? undefined : this.#lists.get(stepId);
    if (list === undefined)
      this.#note('faults', { path: this.#path, message: `There is no step "${stepId}" to place here.` });
    this.used.add(stepId);
    return (list ?? []).map((one) => this.arrange(one));
  }

  /** A step with what stands inside it. */
  arrange(step: JsonObject): JsonObject {
    const { steps, branches, otherwise, onError } = step;
    return plain({
      ...step,
      steps: steps && this.place(steps),
      branches: Array.isArray(branches) ? branches.map((branch: Json) => this.#inside(branch)) : branches,
      otherwise: otherwise && this.place(otherwise),
      onError: onError && this.#inside(onError),
    });
  }

  #inside(holder: Json): Json {
    if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) return holder;
    const { steps, ...rest } = holder as JsonObject; // as just checked
    return { ...rest, ...(steps === undefined ? {} : { steps: this.place(steps) }) };
  }
}
