import type { StepRecord } from '../../shared/domain/run.ts';
import type {
  ApiCallStep,
  ApprovalStep,
  ConditionStep,
  LoopStep,
  ParallelStep,
  Step,
  TransformStep,
  WaitStep,
} from '../../shared/domain/workflow.ts';

/** Checked steps whose names are their ids. */
export function transform(id: string, more: Partial<TransformStep> = {}): TransformStep {
  return { id, name: id, type: 'transform', expression: '1', effect: 'read', ...more };
}

export function call(
  id: string,
  method: ApiCallStep['method'] = 'GET',
  more: Partial<ApiCallStep> = {},
): ApiCallStep {
  return {
    id,
    name: id,
    type: 'api_call',
    apiConnectionId: 'conn_open',
    method,
    endpoint: `/${id}`,
    parameters: {},
    effect: method === 'GET' ? 'read' : 'write',
    binding: { baseUrl: 'https://api.example.com', specHash: '', parameters: [] },
    ...more,
  };
}

export function parallel(id: string, ...branches: (readonly Step[])[]): ParallelStep {
  return { id, name: id, type: 'parallel', branches: branches.map((steps) => ({ steps })), effect: 'read' };
}

/** One branch for each list; the last list, where `otherwise` is true, is for when none fits. */
export function condition(
  id: string,
  branches: readonly (readonly Step[])[],
  otherwise?: readonly Step[],
): ConditionStep {
  return {
    id,
    name: id,
    type: 'condition',
    branches: branches.map((steps, at) => ({ when: `input.choice = ${at}`, steps })),
    ...(otherwise === undefined ? {} : { otherwise }),
    effect: 'read',
  };
}

export function loop(id: string, steps: readonly Step[], more: Partial<LoopStep> = {}): LoopStep {
  return { id, name: id, type: 'loop', items: '{{input.list}}', steps, effect: 'read', ...more };
}

export function wait(id: string, more: Partial<WaitStep> = { seconds: 60 }): WaitStep {
  return { id, name: id, type: 'wait', effect: 'read', ...more };
}

export function approval(id: string, more: Partial<ApprovalStep> = {}): ApprovalStep {
  return { id, name: id, type: 'approval', message: 'Shall we?', effect: 'read', ...more };
}

/** A journal entry. */
export function record(status: StepRecord['status'], more: Partial<StepRecord> = {}): StepRecord {
  return { status, attempt: 1, startedAt: '2026-01-01T00:00:00.000Z', output: null, ...more };
}

export const failure: StepRecord = {
  ...record('failed'),
  error: { code: 'UPSTREAM_ERROR', message: 'It broke.' },
};
