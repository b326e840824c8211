import type { Operation } from '../domain/catalogue.ts';
import type { Json } from '../domain/json.ts';
import { claimStepId, stepIdOf } from '../domain/step-id.ts';
import type { StepInput } from '../domain/workflow.ts';
import type { DraftStep, Source } from './draft.ts';
import { wordsOf } from './text.ts';

export type ApiCallInput = Extract<StepInput, { type: 'api_call' }>;

/** A proposed call with its id, ready for the checker. */
export interface NamedStep {
  readonly draft: DraftStep;
  readonly input: ApiCallInput & { readonly id: string };
}

/** Gives drafts their ids and writes their bindings as literals and templates. */
export function materialise(drafts: readonly DraftStep[]): readonly NamedStep[] {
  const taken = new Set<string>();
  const ids = new Map<DraftStep, string>();
  for (const draft of drafts)
    ids.set(draft, claimStepId(stepIdOf(nameOfOperation(draft.view.operation)), taken));
  return drafts.map((draft) => ({
    draft,
    input: {
      id: ids.get(draft) ?? '',
      name: nameOfOperation(draft.view.operation),
      type: 'api_call',
      apiConnectionId: draft.view.api.connection.id,
      method: draft.view.operation.method,
      endpoint: draft.view.operation.path,
      parameters: Object.fromEntries(
        [...draft.bound].map(([name, { source }]) => [name, valueOf(source, isList(draft, name), ids)]),
      ),
    },
  }));
}

function isList(draft: DraftStep, name: string): boolean {
  const types = draft.view.inputs.find((input) => input.name === name)?.types ?? [];
  return types.includes('array') && !types.includes('string');
}

function valueOf(source: Source, list: boolean, ids: ReadonlyMap<DraftStep, string>): Json {
  if (source.kind === 'literal') return source.value;
  if (source.kind === 'text') {
    return source.parts.map((part) => (typeof part === 'string' ? part : templateOf(part, ids))).join('');
  }
  const value = templateOf(source, ids);
  if (source.kind === 'whole') return value;
  return list && !source.output.types.includes('array') ? [value] : value;
}

/** `{{steps.find_pets[0].name}}`: the nearest list before the field is read at the position that was asked for. */
function templateOf(
  source: Extract<Source, { kind: 'reference' | 'whole' }>,
  ids: ReadonlyMap<DraftStep, string>,
): string {
  return `{{steps.${ids.get(source.step) ?? ''}${source.kind === 'whole' ? '' : pathOf(source)}}}`;
}

/** The path of a reference below its step's output. */
function pathOf({ output, position }: Extract<Source, { kind: 'reference' }>): string {
  const at = output.path.indexOf('[0]');
  return at < 0 ? output.path : `${output.path.slice(0, at)}[${position}]${output.path.slice(at + 3)}`;
}

/** "Find pets", from `findPets`; from method and path where the operation has no name. */
export function nameOfOperation({ operationId, method, path }: Operation): string {
  const words = operationId === undefined ? [] : wordsOf(operationId.replace(/^.*[/.]/, ''));
  const text = words.length > 1 ? words.join(' ') : nameOfPath(method, path);
  return (text.charAt(0).toUpperCase() + text.slice(1)).slice(0, 60);
}

function nameOfPath(method: string, path: string): string {
  const verbs: Readonly<Record<string, string>> = {
    GET: 'get',
    POST: 'create',
    PUT: 'update',
    PATCH: 'update',
    DELETE: 'delete',
  };
  const segments = path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  return [verbs[method] ?? method.toLowerCase(), ...segments.slice(-2).flatMap((part) => wordsOf(part))].join(
    ' ',
  );
}
