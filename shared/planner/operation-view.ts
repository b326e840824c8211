import { callableParameters } from '../domain/binding.ts';
import type { Catalogue, JsonSchema, Operation, ParameterPlace } from '../domain/catalogue.ts';
import type { Connection } from '../domain/connection.ts';
import type { Json } from '../domain/json.ts';
import { enumOf, itemsOf, propertiesOf, responseSchemaOf, typesOf } from '../domain/schema-view.ts';
import { stem, visibleText, wordsOf } from './text.ts';

/** An API to plan over. */
export interface PlannerApi {
  readonly connection: Connection;
  readonly catalogue: Catalogue;
}

/** One value that a call takes. `name` is the key in the step's parameters. */
export interface Input {
  readonly name: string;
  readonly place: ParameterPlace | 'body';
  readonly required: boolean;
  readonly schema: JsonSchema;
  /** Empty where the schema does not say. */
  readonly types: readonly string[];
  readonly values?: readonly Json[];
  readonly description: string;
  /** Stems of the name. */
  readonly terms: readonly string[];
}

/** One value that a call answers. */
export interface Output {
  /** As a template writes it after the step id: `[0].id`, `.owner.name`. */
  readonly path: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly description: string;
  /** Stems of the name. */
  readonly terms: readonly string[];
  /** Stems of the thing that the field belongs to, e.g. `pet` of `[0].id` in an operation on pets. */
  readonly owner: readonly string[];
  readonly depth: number;
}

/** An operation as the planner sees it: document text cleaned, inputs and outputs flat. */
export interface OperationView {
  readonly api: PlannerApi;
  readonly operation: Operation;
  readonly summary: string;
  readonly description: string;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  /** Stems of the operation's name and of its path's literal segments. */
  readonly nameTerms: readonly string[];
  readonly pathTerms: readonly string[];
  /** First word of the name or the summary, as written: `get`, `send`. */
  readonly verb: string;
  /** Whether the answer is a list, or an object around one list. */
  readonly answersList: boolean;
}

const MAX_OUTPUTS = 120;
const MAX_DEPTH = 4;
const MAX_TEXT = 2000;

/** Reads one operation into its view. */
export function viewOperation(api: PlannerApi, operation: Operation): OperationView {
  const summary = visibleText((operation.summary ?? '').slice(0, MAX_TEXT));
  const description = visibleText((operation.description ?? '').slice(0, MAX_TEXT));
  const segments = operation.path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  const name = operation.operationId ?? segments.at(-1) ?? '';
  const response = responseSchemaOf(operation);
  const owner = wordsOf(ownerSegment(operation.path)).map(stem);
  const outputs = response ? listOutputs(response, owner) : [];
  const nameWords = wordsOf(name);
  return {
    api,
    operation,
    summary,
    description,
    inputs: listInputs(api, operation),
    outputs,
    nameTerms: nameWords.map(stem),
    pathTerms: segments.flatMap((part) => wordsOf(part)).map(stem),
    verb: nameWords[0] ?? wordsOf(summary)[0] ?? '',
    answersList:
      response !== undefined &&
      outputs.some((output) => output.path.startsWith('[0]') || /^\.[^.[\]]+\[0\]/.test(output.path)),
  };
}

function ownerSegment(path: string): string {
  return path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? '';
}

/** The inputs of a call, without those that the connection's credential fills. */
function listInputs({ connection }: PlannerApi, operation: Operation): readonly Input[] {
  const { auth } = connection;
  const inputs = callableParameters(operation)
    .filter(
      (parameter) => auth.type !== 'api_key' || parameter.in !== auth.in || parameter.name !== auth.name,
    )
    .map((parameter) =>
      viewInput(parameter.name, parameter.in, parameter.required, parameter.schema, parameter.description),
    );
  const body = operation.requestBody;
  if (!body) return inputs;
  const taken = new Set(inputs.map((input) => input.name));
  const members = propertiesOf(body.schema).filter((member) => member.schema['readOnly'] !== true);
  if (members.length === 0 || itemsOf(body.schema) || members.some((member) => taken.has(member.name))) {
    return [...inputs, viewInput('body', 'body', body.required, body.schema, undefined)];
  }
  return [
    ...inputs,
    ...members.map((member) => viewInput(member.name, 'body', member.required, member.schema, undefined)),
  ];
}

function viewInput(
  name: string,
  place: Input['place'],
  required: boolean,
  schema: JsonSchema,
  description: string | undefined,
): Input {
  const text = description ?? (typeof schema['description'] === 'string' ? schema['description'] : '');
  const values = enumOf(schema) ?? enumOf(itemsOf(schema) ?? {});
  return {
    name,
    place,
    required: required && schema['default'] === undefined,
    schema,
    types: typesOf(schema),
    ...(values === undefined ? {} : { values }),
    description: visibleText(text.slice(0, 500)),
    terms: wordsOf(name).map(stem),
  };
}

function listOutputs(response: JsonSchema, owner: readonly string[]): readonly Output[] {
  const outputs: Output[] = [];
  const queue: { schema: JsonSchema; path: string; owner: readonly string[]; depth: number }[] = [
    { schema: response, path: '', owner, depth: 0 },
  ];
  for (let next = queue.shift(); next && outputs.length < MAX_OUTPUTS; next = queue.shift()) {
    const items = itemsOf(next.schema);
    if (items && propertiesOf(next.schema).length === 0) {
      queue.push({ schema: items, path: `${next.path}[0]`, owner: next.owner, depth: next.depth });
      continue;
    }
    for (const member of propertiesOf(next.schema)) {
      const path = `${next.path}${memberPath(member.name)}`;
      const terms = wordsOf(member.name).map(stem);
      const types = typesOf(member.schema);
      const description =
        typeof member.schema['description'] === 'string' ? member.schema['description'] : '';
      outputs.push({
        path,
        name: member.name,
        types,
        description: visibleText(description.slice(0, 300)),
        terms,
        owner: next.owner,
        depth: next.depth,
      });
      if (next.depth < MAX_DEPTH)
        queue.push({ schema: member.schema, path, owner: terms, depth: next.depth + 1 });
    }
  }
  return outputs;
}

function memberPath(name: string): string {
  return /^[^.[\]{}\s'"]+$/.test(name) ? `.${name}` : `["${name.replace(/["\]{}]/g, '')}"]`;
}
