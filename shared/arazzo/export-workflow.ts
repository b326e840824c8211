import type { Connection } from '../domain/connection.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { claimStepId, stepIdOf } from '../domain/step-id.ts';
import { listReferences } from '../domain/templates.ts';
import { connectionsOf, everyStep, type Step, type Workflow } from '../domain/workflow.ts';
import type { ArazzoNote } from './document.ts';
import { exportStep, structureOf, type ExportContext } from './export-step.ts';
import { pointerOf } from './expressions.ts';
import { textIn } from './text-in.ts';

/** The version of Arazzo that is written (spec.openapis.org/arazzo/v1.0.1). */
const ARAZZO = '1.0.1';

/**
 * A workflow as an Arazzo document. Calls are steps of Arazzo, in the order they are written; where they stand in
 * conditions, loops and branches, and every step that is no call, is said by `x-apiq-steps`, which `notes` tells of.
 */
export function exportWorkflow({
  workflow,
  version,
  steps,
  connections,
}: {
  readonly workflow: Pick<Workflow, 'name' | 'description'>;
  readonly version: number;
  readonly steps: readonly Step[];
  /** Those that the steps call, as far as they are there. */
  readonly connections: readonly Connection[];
}): { readonly document: JsonObject; readonly notes: readonly ArazzoNote[] } {
  const every = everyStep(steps);
  const calls = every.filter((step) => step.type === 'api_call');
  const names = namesOf(connectionsOf(steps), connections);
  const outputs: ExportContext['outputs'] = new Map();
  const context: ExportContext = {
    sourceOf: (id) => names.get(id) ?? id,
    native: new Set(calls.map(({ id }) => id)),
    outputs,
  };
  const exported = calls.map((step) => exportStep(step, context));
  const isPlain = steps.every((step) => step.type === 'api_call' && typeof step.onError !== 'object');
  const document = {
    arazzo: ARAZZO,
    info: {
      title: workflow.name,
      ...(workflow.description === '' ? {} : { description: workflow.description }),
      version: `${version}.0.0`,
    },
    sourceDescriptions: [...names].map(([id, name]) => sourceOf({ id, name, connections })),
    workflows: [
      {
        workflowId: stepIdOf(workflow.name),
        summary: workflow.name,
        inputs: inputsOf(every),
        steps: exported.map((step) => withOutputs(step, outputs)),
        ...(isPlain ? {} : { 'x-apiq-steps': steps.map(structureOf) }),
      },
    ],
  };
  return { document, notes: notesOf(every) };
}

function namesOf(ids: readonly string[], connections: readonly Connection[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    ids.map((id) => {
      const { name = id } = connections.find((connection) => connection.id === id) ?? {};
      return [id, claimStepId(stepIdOf(name), taken)];
    }),
  );
}

function sourceOf({
  id,
  name,
  connections,
}: {
  id: string;
  name: string;
  connections: readonly Connection[];
}): JsonObject {
  const connection = connections.find((one) => one.id === id);
  const url = connection?.documentationUrl ?? connection?.baseUrl ?? '';
  return {
    name,
    url: url === '' ? `urn:apiq:${id}` : url,
    type: 'openapi',
    'x-apiq-connection': { id, name: connection?.name ?? name, baseUrl: connection?.baseUrl ?? '' },
  };
}

/** A JSON Schema with a member for each that the steps read; of what type is not known. */
function inputsOf(steps: readonly Step[]): JsonObject {
  const read = steps.flatMap((step) => listReferences(JSON.parse(JSON.stringify(step)) as Json));
  const names = read.flatMap(({ root, path: [first] }) =>
    root === 'input' && typeof first === 'string' ? [first] : [],
  );
  return {
    type: 'object',
    properties: Object.fromEntries([...new Set(names)].toSorted().map((name) => [name, {}])),
  };
}

function withOutputs(step: JsonObject, outputs: ExportContext['outputs']): JsonObject {
  const declared = [...(outputs.get(textIn(step['stepId'])) ?? [])];
  if (declared.length === 0) return step;
  const entries = declared.map(([name, path]) => [
    name,
    path.length === 0 ? '$response.body' : `$response.body#${pointerOf(path)}`,
  ]);
  return { ...step, outputs: Object.fromEntries(entries) };
}

function notesOf(steps: readonly Step[]): readonly ArazzoNote[] {
  return steps.flatMap((step): ArazzoNote[] => {
    const path = `steps.${step.id}`;
    if (step.type !== 'api_call')
      return [
        {
          path,
          message: `"${step.name}" (${step.type}) is read by APIQ alone; other tools see its calls one after the other.`,
        },
      ];
    return [
      ...(typeof step.onError === 'object'
        ? [
            {
              path: `${path}.onError`,
              message: `What handles the error of "${step.name}" is a step like any other to other tools.`,
            },
          ]
        : []),
      ...(step.compensate === undefined
        ? []
        : [{ path: `${path}.compensate`, message: `What takes "${step.name}" back is read by APIQ alone.` }]),
    ];
  });
}
