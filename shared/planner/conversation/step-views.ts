import { leavesOf, type ApiCallStep, type Step } from '../../domain/workflow.ts';
import { viewOperation, type Input, type OperationView, type PlannerApi } from '../operation-view.ts';

/** A call of a plan with the operation that it makes; without one its connection or its document is gone. */
export interface SeenStep {
  readonly step: ApiCallStep;
  /** From 1, as the explanation numbers the calls. */
  readonly number: number;
  readonly view: OperationView | undefined;
}

/** The calls of a plan in order. */
export function seeSteps(steps: readonly Step[], apis: readonly PlannerApi[]): readonly SeenStep[] {
  return leavesOf(steps)
    .filter((step) => step.type === 'api_call')
    .map((step, at) => ({ step, number: at + 1, view: viewOf(step, apis) }));
}

function viewOf(step: ApiCallStep, apis: readonly PlannerApi[]): OperationView | undefined {
  const api = apis.find(({ connection }) => connection.id === step.apiConnectionId);
  const operation = api?.catalogue.operations.find(
    ({ method, path }) => method === step.method && path === step.endpoint,
  );
  return api && operation && viewOperation(api, operation);
}

/** What a call takes under a name. */
export function inputOf({ view }: SeenStep, name: string): Input | undefined {
  return view?.inputs.find((input) => input.name === name);
}
