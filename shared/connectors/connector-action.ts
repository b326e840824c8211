import type { JsonSchema } from '../domain/catalogue.ts';
import type { ErrorDetail } from '../domain/errors.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { ConnectorActionName, Effect } from '../domain/workflow.ts';
import type { BuiltRequest } from '../engine/build-request.ts';
import type { EgressResponse } from '../ports.ts';

/** What is known of a step before it runs; an approval binds to it. */
export interface Judgement {
  /** Where it goes; its requests never leave it. */
  readonly origin: string;
  readonly effect: Effect;
  /** Whether it may be performed twice without a second effect. */
  readonly repeatable: boolean;
}

/** What an action may do while it is performed. */
export interface ActionContext {
  /** With every template filled in. */
  readonly input: JsonObject;
  /**
   * Sends one request of the step: with the credential of its connection, under its limits, through the egress guard, never
   * redirected. Answers successes only; whatever else comes ends the step with the outcome that it deserves.
   */
  readonly call: (request: BuiltRequest) => Promise<EgressResponse>;
}

/** One thing that a connector can do: an HTTP request now; a message, a mail, a payment by the same interface. */
export interface ConnectorAction {
  readonly name: ConnectorActionName;
  readonly title: string;
  readonly description: string;
  /** An object. Templates in members of the format `uri` are percent-encoded. */
  readonly input: JsonSchema;
  /** Of the step's output. */
  readonly output: JsonSchema;
  /** Looks at an input whose templates are not filled in; faults have the place in it, `.url`. */
  readonly judge: (
    input: JsonObject,
  ) => { readonly judgement: Judgement } | { readonly faults: readonly ErrorDetail[] };
  /** Pure but for its calls; throws STEP_INPUT_INVALID for values that cannot be sent. */
  readonly perform: (context: ActionContext) => Promise<Json>;
}
