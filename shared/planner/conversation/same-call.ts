import type { Step } from '../../domain/workflow.ts';

/** Whether two steps call the same operation of the same connection. */
export function isSameCall(one: Step, other: Step | undefined): boolean {
  return (
    one.type === 'api_call' &&
    other?.type === 'api_call' &&
    one.apiConnectionId === other.apiConnectionId &&
    one.method === other.method &&
    one.endpoint === other.endpoint
  );
}
