/** Workflows: their steps as written and as checked, their limits and policies, their heads and versions. */
export * from './workflow/approval.ts';
export * from './workflow/call-binding.ts';
export * from './workflow/connector-actions.ts';
export * from './workflow/effect.ts';
export * from './workflow/limits.ts';
export * from './workflow/policies.ts';
export * from './workflow/reverse.ts';
export * from './workflow/step-input.ts';
export * from './workflow/step.ts';
export * from './workflow/walk.ts';
export * from './workflow/workflow.ts';
