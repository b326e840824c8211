/** How a Task state waits (Step Functions, "Discover service integration patterns"). */
type TaskPattern = 'request-response' | 'run-a-job' | 'task-token';

/** A Task's `Resource`, taken apart: what to call, and what the call's answer means. */
export interface TaskResource {
  /** The resource without its pattern: `arn:aws:states:::lambda:invoke`, or a Lambda function's ARN. */
  readonly resource: string;
  readonly pattern: TaskPattern;
}

const LAMBDA_ARN = /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;

/** What the laptop cloud's state machines may call, with the patterns that AWS offers for each. */
const INTEGRATIONS: Readonly<Record<string, readonly TaskPattern[]>> = {
  'arn:aws:states:::lambda:invoke': ['request-response', 'task-token'],
  'arn:aws:states:::sqs:sendMessage': ['request-response', 'task-token'],
  'arn:aws:states:::states:startExecution': ['request-response', 'run-a-job', 'task-token'],
};

/** Reads a Task's `Resource`; a string answer is the reason why it is refused. */
export function readTaskResource(resource: string): TaskResource | string {
  if (LAMBDA_ARN.test(resource)) return { resource, pattern: 'request-response' };
  const [base, pattern] = splitPattern(resource);
  if (resource.includes(':::aws-sdk:')) return `the laptop cloud has no aws-sdk integrations ("${resource}")`;
  const patterns = INTEGRATIONS[base];
  if (patterns === undefined) return `the laptop cloud does not integrate with "${resource}"`;
  if (pattern === undefined || !patterns.includes(pattern))
    return `"${resource}" has no such integration pattern`;
  return { resource: base, pattern };
}

function splitPattern(resource: string): [base: string, pattern: TaskPattern | undefined] {
  const dot = resource.indexOf('.');
  if (dot < 0) return [resource, 'request-response'];
  const suffix = resource.slice(dot);
  const pattern =
    suffix === '.sync:2' ? 'run-a-job' : suffix === '.waitForTaskToken' ? 'task-token' : undefined;
  return [resource.slice(0, dot), pattern];
}
