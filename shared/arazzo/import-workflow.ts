import type { Json, JsonObject } from '../domain/json.ts';
import { claimStepId, stepIdOf } from '../domain/step-id.ts';
import { arrangeSteps } from './arrange-steps.ts';
import type { ArazzoDocument, ArazzoNote, ArazzoStep, ArazzoWorkflow } from './document.ts';
import { plain } from './plain.ts';
import { fromExpressions, pathIn, templateFor, templateOf, type Path } from './expressions.ts';
import { findOperation, type Sources } from './find-operation.ts';
import { readActions } from './read-actions.ts';
import { MISSING, readValues } from './read-values.ts';
import { textIn } from './text-in.ts';

/** Workflows inside workflows inside workflows. */
const MAX_DEPTH = 4;

/** A workflow of an Arazzo document in the words of APIQ; the steps are written, and not checked yet. */
export interface ImportedWorkflow {
  readonly name: string;
  readonly description: string;
  readonly steps: readonly JsonObject[];
  /** What is not kept. */
  readonly notes: readonly ArazzoNote[];
  /** What stands in the way. */
  readonly faults: readonly ArazzoNote[];
}

/** Reads one workflow of a document. Workflows that it calls become steps of it. */
export function importWorkflow({
  document,
  workflow,
  sources,
}: {
  readonly document: ArazzoDocument;
  readonly workflow: ArazzoWorkflow;
  readonly sources: Sources;
}): ImportedWorkflow {
  const importer = new Importer(document, sources);
  const steps = importer.read(workflow, { inputs: undefined, path: 'document', depth: 0 });
  const { title } = document.info;
  return {
    name: (document.workflows.length === 1 ? title : (workflow.summary ?? workflow.workflowId)).slice(0, 200),
    description: (workflow.description ?? textIn(document.info['description'])).slice(0, 5000),
    steps: steps.list,
    notes: importer.notes,
    faults: importer.faults,
  };
}

/** Where the inputs of a workflow come from: the run, or what the step that calls it gives. */
interface Call {
  readonly inputs: ReadonlyMap<string, Json> | undefined;
  readonly path: string;
  readonly depth: number;
}

/** What an output of a step stands for. */
type Output = { readonly stepId: string; readonly path: Path } | undefined;
interface ReadWorkflow {
  readonly list: readonly JsonObject[];
  readonly output: (name: string) => Output;
}

class Importer {
  readonly notes: ArazzoNote[] = [];
  readonly faults: ArazzoNote[] = [];
  readonly #document: ArazzoDocument;
  readonly #sources: Sources;
  readonly #taken = new Set<string>();

  constructor(document: ArazzoDocument, sources: Sources) {
    this.#document = document;
    this.#sources = sources;
  }

  read(workflow: ArazzoWorkflow, call: Call): ReadWorkflow {
    const ids = new Map<string, string>();
    for (const { stepId } of workflow.steps) ids.set(stepId, claimStepId(stepIdOf(stepId), this.#taken));
    const inner = new Map<string, ReadWorkflow>();
    const outputOf = (stepId: string, name: string): Output => {
      const step = workflow.steps.find((one) => one.stepId === stepId);
      const expression = step?.outputs?.[name];
      const nested = inner.get(stepId);
      if (nested !== undefined)
        return nested.output(/^\$(?:outputs\.)?([\w-]+)$/.exec(expression ?? '')?.[1] ?? name);
      const rest = /^\$(?:response\.body|outputs)(.*)$/s.exec(expression ?? '')?.[1];
      const path = rest === undefined ? undefined : pathIn(rest);
      return path && { stepId: ids.get(stepId) ?? stepId, path };
    };
    const read = (path: string) => (value: Json) =>
      fromExpressions(value, (expression) => this.#value(expression, { call, outputOf, path }));
    const lists = new Map(
      workflow.steps.map((step, at) => {
        const path = `${call.path}.steps.${step.stepId}`;
        const id = ids.get(step.stepId) ?? step.stepId;
        const next = workflow.steps[at + 1]?.stepId;
        const list =
          step.workflowId === undefined
            ? this.#step({ step, id, next, workflow, path, read: read(path) })
            : this.#called({ step, inner, call, path, read: read(path) });
        return [step.stepId, list] as const;
      }),
    );
    this.#rest(workflow, call.path);
    return {
      list: arrangeSteps({ workflow, lists, path: call.path, note: (kind, entry) => this[kind].push(entry) }),
      output: (name) => {
        const [, stepId = '', output = ''] =
          /^\$steps\.([^.]+)\.outputs\.([\w-]+)/.exec(workflow.outputs?.[name] ?? '') ?? [];
        return outputOf(stepId, output);
      },
    };
  }

  #step({
    step,
    id,
    next,
    workflow,
    path,
    read,
  }: {
    step: ArazzoStep;
    id: string;
    next: string | undefined;
    workflow: ArazzoWorkflow;
    path: string;
    read: (value: Json) => Json;
  }): readonly JsonObject[] {
    const found = findOperation(step, this.#sources);
    if (typeof found === 'string') {
      this.faults.push({ path, message: found });
      return [];
    }
    const { api, method, endpoint } = found;
    const note = (kind: 'notes' | 'faults', entry: ArazzoNote) => void this[kind].push(entry);
    const parameters =
      step['x-apiq-parameters'] ??
      readValues({ step, workflow, document: this.#document, found, path, read, note });
    const { retry, notes } = readActions({ step, next, path });
    this.notes.push(...notes);
    const again = step['x-apiq-retry'] ?? retry;
    const compensate = this.#compensate(step['x-apiq-compensate'], path);
    return [
      plain({
        id,
        name: step['x-apiq-name'] ?? step.stepId,
        type: 'api_call',
        apiConnectionId: api.connection.id,
        method,
        endpoint,
        parameters,
        retry: again,
        timeoutSeconds: step['x-apiq-timeout-seconds'],
        compensate,
        onError: step['x-apiq-on-error'],
      }),
    ];
  }

  #compensate(value: unknown, path: string): JsonObject | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const { source, ...rest } = plain({ ...value });
    const api = this.#sources.get(textIn(source));
    if (api === undefined)
      this.faults.push({ path: `${path}.x-apiq-compensate`, message: 'Its source is not described.' });
    return { ...rest, apiConnectionId: api?.connection.id ?? '' };
  }

  /** A step that calls a workflow of the same document becomes the steps of that. */
  #called({
    step,
    inner,
    call,
    path,
    read,
  }: {
    step: ArazzoStep;
    inner: Map<string, ReadWorkflow>;
    call: Call;
    path: string;
    read: (value: Json) => Json;
  }): readonly JsonObject[] {
    const target = this.#document.workflows.find(({ workflowId }) => workflowId === step.workflowId);
    if (target === undefined || call.depth >= MAX_DEPTH || target['x-apiq-steps'] !== undefined) {
      const why =
        target === undefined
          ? 'is not in this document'
          : call.depth >= MAX_DEPTH
            ? 'stands too deep'
            : 'cannot be a part of another';
      this.faults.push({
        path: `${path}.workflowId`,
        message: `The workflow "${step.workflowId ?? ''}" ${why}.`,
      });
      return [];
    }
    const given = (step.parameters ?? []).map(
      ({ name, value = null }) => [textIn(name), read(value)] as const,
    );
    const result = this.read(target, { inputs: new Map(given), path, depth: call.depth + 1 });
    inner.set(step.stepId, result);
    return result.list;
  }

  #rest({ dependsOn, outputs, ...workflow }: ArazzoWorkflow, path: string): void {
    const lost = {
      dependsOn: dependsOn && 'Workflows that come before are not started.',
      outputs: outputs && path === 'document' && 'The output of a workflow is that of its last step.',
      successActions: workflow['successActions'] && 'Actions for every step are not kept.',
      failureActions: workflow['failureActions'] && 'Actions for every step are not kept.',
    };
    for (const [name, message] of Object.entries(lost))
      if (typeof message === 'string') this.notes.push({ path: `${path}.${name}`, message });
  }

  #value(
    expression: string,
    {
      call,
      outputOf,
      path,
    }: { call: Call; outputOf: (stepId: string, name: string) => Output; path: string },
  ): Json {
    const [, name = '', rest = ''] = /^\$inputs\.([^.[\]#{}]+)(.*)$/s.exec(expression) ?? [];
    if (call.inputs !== undefined && name !== '')
      return this.#given(call.inputs.get(name) ?? MISSING, rest, path);
    const [, stepId = '', output = '', more = ''] =
      /^\$steps\.([^.]+)\.outputs\.([^.[\]#{}]+)(.*)$/s.exec(expression) ?? [];
    const target = outputOf(stepId, output);
    const tail = pathIn(more);
    if (target !== undefined && tail !== undefined)
      return templateOf(`steps.${target.stepId}`, [...target.path, ...tail]);
    const input = templateFor(expression, () => undefined);
    if (input !== undefined) return input;
    const message = `${expression.slice(0, 200)} cannot be read here: steps read inputs, and members of the bodies of earlier answers.`;
    this.faults.push({ path, message });
    return null;
  }

  /** A part of what a step gives to the workflow that it calls. */
  #given(value: Json, rest: string, path: string): Json {
    if (rest === '' || value === MISSING) return value;
    const tail = pathIn(rest);
    const template = typeof value === 'string' ? /^\{\{(.*)\}\}$/s.exec(value)?.[1] : undefined;
    if (tail !== undefined && template !== undefined) return templateOf(template, tail);
    this.faults.push({
      path,
      message: `Nothing is known of ${rest.slice(0, 100)} in what this workflow is given.`,
    });
    return null;
  }
}
