import { canonicalJson, type Json, type JsonObject } from '../domain/json.ts';
import { fromExpressions, pointerOf, templateFor, toExpressions, type Path } from './expressions.ts';
import type { Reference } from '../domain/templates.ts';
import type { ApiCallStep, OnError, Step } from '../domain/workflow.ts';

/** What the export of one workflow shares. */
export interface ExportContext {
  /** Name of the source description of a connection. */
  readonly sourceOf: (connectionId: string) => string;
  /** Ids of the steps that stand in the document as steps. */
  readonly native: ReadonlySet<string>;
  /** The outputs that steps have to declare, by step and name. */
  readonly outputs: Map<string, Map<string, Path>>;
}

/** A call as a step of Arazzo. What Arazzo has no word for stands beside it as `x-apiq-…`. */
export function exportStep(step: ApiCallStep, context: ExportContext): JsonObject {
  const { id, name, apiConnectionId, method, endpoint, parameters, binding, retry } = step;
  const write = (value: Json): Json => toExpressions(value, (reference) => expressionOf(reference, context));
  const placed = binding.parameters
    .filter((parameter) => Object.hasOwn(parameters, parameter.name))
    .map((parameter) => ({
      name: parameter.name,
      in: parameter.in,
      value: write(parameters[parameter.name] ?? null),
    }));
  const payload = payloadOf(step);
  const body =
    payload === undefined || binding.body === undefined
      ? undefined
      : { contentType: binding.body.contentType, payload: write(payload) };
  const isKept = canonicalJson(readBack({ step, placed, body, context })) === canonicalJson(parameters);
  return {
    stepId: id,
    description: name,
    'x-apiq-name': name,
    operationPath: operationPath({ source: context.sourceOf(apiConnectionId), method, endpoint }),
    ...(placed.length === 0 ? {} : { parameters: placed }),
    ...(body === undefined ? {} : { requestBody: body }),
    ...(retry === undefined ? {} : { onFailure: [retryAction(retry)], 'x-apiq-retry': { ...retry } }),
    ...(step.timeoutSeconds === undefined ? {} : { 'x-apiq-timeout-seconds': step.timeoutSeconds }),
    ...(step.onError === undefined ? {} : { 'x-apiq-on-error': onErrorOf(step.onError) }),
    ...(step.compensate === undefined ? {} : { 'x-apiq-compensate': compensateOf(step.compensate, context) }),
    // Values that would come back otherwise, a template in another spelling say, stand here as they are.
    ...(isKept ? {} : { 'x-apiq-parameters': parameters }),
  };
}

/** What an import makes of what was written. */
function readBack({
  step: { binding },
  placed,
  body,
  context: { outputs },
}: {
  step: ApiCallStep;
  placed: readonly { readonly name: string; readonly value: Json }[];
  body: { readonly payload: Json } | undefined;
  context: ExportContext;
}): JsonObject {
  const read = (value: Json): Json =>
    fromExpressions(
      value,
      (expression) => templateFor(expression, (stepId, name) => outputs.get(stepId)?.get(name)) ?? null,
    );
  const own = placed.map(({ name, value }) => [name, read(value)] as const);
  const payload = body === undefined ? undefined : read(body.payload);
  // The payload of a body by its members is an object.
  const members = binding.body?.mode === 'properties' ? ((payload ?? {}) as JsonObject) : {};
  const whole = binding.body?.mode === 'whole' && payload !== undefined ? { body: payload } : {};
  return { ...members, ...whole, ...Object.fromEntries(own) };
}

function operationPath({
  source,
  method,
  endpoint,
}: {
  source: string;
  method: string;
  endpoint: string;
}): string {
  return `{$sourceDescriptions.${source}.url}#/paths${pointerOf([endpoint, method.toLowerCase()])}`;
}

/** The members that are no parameters of their own. */
function payloadOf({ parameters, binding }: ApiCallStep): Json | undefined {
  if (binding.body === undefined) return undefined;
  if (binding.body.mode === 'whole')
    return Object.hasOwn(parameters, 'body') ? parameters['body'] : undefined;
  const placed = new Set(binding.parameters.map(({ name }) => name));
  const members = Object.entries(parameters).filter(([name]) => !placed.has(name));
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function expressionOf(
  { root, stepId = '', path }: Reference,
  { native, outputs }: ExportContext,
): string | undefined {
  if (root === 'input') {
    const [first, ...rest] = path;
    if (typeof first !== 'string' || !/^[A-Za-z0-9_-]+$/.test(first)) return undefined;
    return `$inputs.${first}${rest.length === 0 ? '' : `#${pointerOf(rest)}`}`;
  }
  if (root !== 'steps' || !native.has(stepId)) return undefined;
  const declared = outputs.get(stepId) ?? new Map<string, Path>();
  outputs.set(stepId, declared);
  return `$steps.${stepId}.outputs.${outputName(declared, path)}`;
}

function outputName(declared: Map<string, Path>, path: Path): string {
  const same = [...declared].find(([, other]) => pointerOf(other) === pointerOf(path));
  if (same !== undefined) return same[0];
  const base = path.map((part) => String(part).replace(/[^A-Za-z0-9]+/g, '_')).join('_') || 'body';
  let name = base;
  for (let count = 2; declared.has(name); count += 1) name = `${base}_${count}`;
  declared.set(name, path);
  return name;
}

function retryAction({ attempts, backoffSeconds = 1 }: NonNullable<ApiCallStep['retry']>): JsonObject {
  return { name: 'again', type: 'retry', retryAfter: backoffSeconds, retryLimit: attempts - 1 };
}

function compensateOf(
  { apiConnectionId, method, endpoint, parameters }: NonNullable<ApiCallStep['compensate']>,
  { sourceOf }: ExportContext,
): JsonObject {
  return { source: sourceOf(apiConnectionId), method, endpoint, parameters };
}

function onErrorOf(onError: OnError): Json {
  return typeof onError === 'object' ? { steps: onError.steps.map(structureOf) } : onError;
}

const WORKED_OUT = { effect: undefined, origin: undefined, repeatable: undefined };

/** Where a step stands among the others: a call by its id, any other step as APIQ writes it. */
export function structureOf(step: Step): JsonObject {
  if (step.type === 'api_call') return { stepId: step.id };
  // Steps are built from zod output: plain JSON. What the check works out is worked out again.
  const json: JsonObject = JSON.parse(JSON.stringify({ ...step, ...WORKED_OUT }));
  return {
    ...json,
    ...('steps' in step ? { steps: step.steps.map(structureOf) } : {}),
    ...('branches' in step
      ? { branches: step.branches.map(({ steps, ...rest }) => ({ ...rest, steps: steps.map(structureOf) })) }
      : {}),
    ...('otherwise' in step && step.otherwise !== undefined
      ? { otherwise: step.otherwise.map(structureOf) }
      : {}),
    ...(step.onError === undefined ? {} : { onError: onErrorOf(step.onError) }),
  };
}
