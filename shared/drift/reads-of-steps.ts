import { listReferences, parseTemplate } from '../domain/templates.ts';
import { blocksOf, type Step } from '../domain/workflow.ts';
import type { Json } from '../domain/json.ts';

/** What a step reads of an earlier answer. */
export interface Read {
  readonly stepId: string;
  /** Names of members from the outside in; positions in lists are left out. */
  readonly path: readonly string[];
  /** How it is written, for the sentence. */
  readonly source: string;
}

/** The paths that an expression reads of `{input, steps, item, index}`; throws where it cannot be read. */
export type ListReads = (expression: string) => readonly (readonly string[])[];

/** Where the items of the innermost loop come from; undefined where that is not known. */
type Items = Pick<Read, 'stepId' | 'path'> | undefined;

/** Everything that each step reads of earlier answers, by its templates and its expressions. */
export function readsOfSteps(
  steps: readonly Step[],
  listReads: ListReads,
  items?: Items,
): readonly { readonly step: Step; readonly reads: readonly Read[] }[] {
  return steps.flatMap((step) => {
    const inside = step.type === 'loop' ? sourceOf(step.items, items) : items;
    const inner = blocksOf(step).flatMap((block) =>
      readsOfSteps(block.steps, listReads, block.path === 'steps' ? inside : items),
    );
    const collected = step.type === 'loop' ? readsOfTemplates(step.collect ?? null, inside) : [];
    return [{ step, reads: [...readsOfStep(step, listReads, items), ...collected] }, ...inner];
  });
}

function readsOfStep(step: Step, listReads: ListReads, items: Items): readonly Read[] {
  const expression = (text: string): readonly Read[] =>
    listReads(text).flatMap((path) => readOf(path, path.join('.'), items));
  switch (step.type) {
    case 'api_call':
      return readsOfTemplates(step.parameters, items);
    case 'connector':
      return readsOfTemplates(step.input, items);
    case 'transform':
      return expression(step.expression);
    case 'condition':
      return step.branches.flatMap(({ when }) => expression(when));
    case 'loop':
      return readsOfTemplates(step.items, items);
    case 'wait':
      return readsOfTemplates([step.seconds ?? null, step.until ?? null], items);
    case 'approval':
      return readsOfTemplates(step.message, items);
    case 'parallel':
      return [];
  }
}

function readsOfTemplates(value: Json, items: Items): readonly Read[] {
  return listReferences(value).flatMap(({ root, stepId, path, source }) =>
    readOf([root, ...(stepId === undefined ? [] : [stepId]), ...path], `{{${source}}}`, items),
  );
}

/** Where a template that is the whole text takes its value from. */
function sourceOf(text: string, items: Items): Items {
  const [part, ...more] = parseTemplate(text);
  if (part?.kind !== 'reference' || more.length > 0) return undefined;
  return readsOfTemplates(text, items)[0];
}

function readOf(path: readonly (string | number)[], source: string, items: Items): readonly Read[] {
  const [root, ...rest] = path.filter((part) => typeof part === 'string' && !/^\d+$/.test(part)).map(String);
  if (root === 'item') return items ? [{ ...items, path: [...items.path, ...rest], source }] : [];
  const [stepId, ...names] = rest;
  return root === 'steps' && stepId !== undefined ? [{ stepId, path: names, source }] : [];
}
