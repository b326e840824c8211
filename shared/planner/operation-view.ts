import { callableParameters } from '../domain/binding.ts';
import type { Catalogue, JsonSchema, Operation, ParameterPlace } from '../domain/catalogue.ts';
import type { Connection } from '../domain/connection.ts';
import type { Json } from '../domain/json.ts';
import { enumOf, itemsOf, propertiesOf, responseSchemaOf, typesOf } from '../domain/schema-view.ts';
import { listOutputs, type Output } from './list-outputs.ts';
import { stem, visibleText, wordsOf } from './text.ts';

export type { Output } from './list-outputs.ts';

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

/** An operation as the planner reads it: document text cleaned, inputs and outputs flat. */
export interface OperationShape {
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

/** An operation of an API that is connected. */
export interface OperationView extends OperationShape {
  readonly api: PlannerApi;
}

const MAX_TEXT = 2000;

/** Reads one operation into its view, without the inputs that the connection's credential fills. */
export function viewOperation(api: PlannerApi, operation: Operation): OperationView {
  const shape = readOperation(operation);
  const { auth } = api.connection;
  if (auth.type !== 'api_key') return { api, ...shape };
  const inputs = shape.inputs.filter((input) => input.place !== auth.in || input.name !== auth.name);
  return { api, ...shape, inputs };
}

/** Reads one operation. */
export function readOperation(operation: Operation): OperationShape {
  const summary = visibleText((operation.summary ?? '').slice(0, MAX_TEXT));
  const description = visibleText((operation.description ?? '').slice(0, MAX_TEXT));
  const segments = operation.path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  const name = operation.operationId ?? segments.at(-1) ?? '';
  const response = responseSchemaOf(operation);
  const owner = wordsOf(ownerSegment(operation.path)).map(stem);
  const outputs = response ? listOutputs(response, owner) : [];
  const nameWords = wordsOf(name);
  return {
    operation,
    summary,
    description,
    inputs: listInputs(operation),
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

function listInputs(operation: Operation): readonly Input[] {
  const inputs = callableParameters(operation).map((parameter) =>
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
