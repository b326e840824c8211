import type { StepInput } from '../domain/workflow.ts';

/** An API that a template needs; whoever uses it says which connection stands for it. */
export interface TemplateSlot {
  /** Stands in the steps as `apiConnectionId`. */
  readonly id: string;
  readonly description: string;
  /** The preset that connects it; any API with the operations of the steps will do. */
  readonly preset?: string;
}

/** Something that the steps read as `{{input.name}}`. */
export interface TemplateInput {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  /** `create`: has to be given when the workflow is made; otherwise it may as well be given to each execution. */
  readonly when?: 'create';
}

/** A workflow to begin with. Its steps are checked against the connections like any that somebody writes. */
export interface Template {
  /** Lower case, with hyphens. */
  readonly id: string;
  readonly name: string;
  /** One line. */
  readonly description: string;
  readonly slots: readonly TemplateSlot[];
  readonly inputs: readonly TemplateInput[];
  readonly steps: readonly StepInput[];
}
