import { CONNECTORS } from '../connectors/connectors.ts';
import type { Judgement } from '../connectors/connector-action.ts';
import type { JsonSchema } from '../domain/catalogue.ts';
import type { Connection } from '../domain/connection.ts';
import type { ErrorDetail } from '../domain/errors.ts';
import { propertiesOf } from '../domain/schema-view.ts';
import type { ConnectorInput } from '../domain/workflow.ts';
import { checkReferences, type StepsSoFar } from './check-references.ts';
import { faultOfValue } from './check-value.ts';
import { nearestName } from './suggest.ts';

/** What is known of a connector's step, or its faults. */
type CheckedAction =
  | { readonly judgement: Judgement; readonly output: JsonSchema }
  | { readonly errors: readonly ErrorDetail[] };

/** Checks a connector's step; `path` is where it stands in the request. */
export function checkConnector({
  step,
  connection,
  path,
  steps,
}: {
  readonly step: ConnectorInput;
  /** The one that it names; undefined where there is none. */
  readonly connection: Connection | undefined;
  readonly path: string;
  readonly steps: StepsSoFar;
}): CheckedAction {
  const { input: schema, output, judge } = CONNECTORS[step.action];
  const judged = judge(step.input);
  const errors: ErrorDetail[] = [
    ...inputFaults({ step, schema, path: `${path}.input`, steps }),
    ...('faults' in judged
      ? judged.faults.map(({ path: place, message }) => ({ path: `${path}.input${place}`, message }))
      : placeFaults({ step, connection, path, origin: judged.judgement.origin })),
  ];
  if (errors.length > 0 || 'faults' in judged) return { errors: withoutRepeats(errors) };
  return { judgement: judged.judgement, output };
}

function inputFaults({
  step: { action, input },
  schema,
  path,
  steps,
}: {
  step: ConnectorInput;
  schema: JsonSchema;
  path: string;
  steps: StepsSoFar;
}): readonly ErrorDetail[] {
  const members = propertiesOf(schema);
  const names = members.map(({ name }) => name);
  const missing = members
    .filter(({ name, required }) => required && input[name] === undefined)
    .map(({ name }) => ({ path: `${path}.${name}`, message: `${action} needs "${name}".` }));
  const wrong = Object.entries(input).flatMap(([name, value]): ErrorDetail[] => {
    const member = members.find((known) => known.name === name);
    const place = `${path}.${name}`;
    if (member === undefined) {
      const near = nearestName(name, names);
      return [
        {
          path: place,
          message: `${action} takes no "${name}".${near === undefined ? '' : ` Did you mean "${near}"?`}`,
        },
      ];
    }
    const fault = faultOfValue(value, member.schema, 'json');
    return [
      ...(fault === undefined ? [] : [{ path: place, message: `"${name}" ${fault}.` }]),
      ...checkReferences({ value, path: place, steps }),
    ];
  });
  return [...missing, ...wrong];
}

/** A credential belongs to the address that it was stored for. */
function placeFaults({
  step: { name, apiConnectionId },
  connection,
  path,
  origin,
}: {
  step: ConnectorInput;
  connection: Connection | undefined;
  path: string;
  origin: string;
}): readonly ErrorDetail[] {
  if (apiConnectionId === undefined) return [];
  const place = `${path}.apiConnectionId`;
  if (connection === undefined)
    return [{ path: place, message: `Step "${name}": there is no such API connection.` }];
  const own = URL.parse(connection.baseUrl)?.origin;
  if (own === origin) return [];
  const message = `"${connection.name}" is at ${own ?? 'no address'}: its credential does not go to ${origin}.`;
  return [{ path: place, message }];
}

/** The schema and the action itself may find fault with the same member: the first is told. */
function withoutRepeats(errors: readonly ErrorDetail[]): readonly ErrorDetail[] {
  return errors.filter(({ path }, at) => errors.findIndex((other) => other.path === path) === at);
}
