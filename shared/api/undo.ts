import * as z from 'zod';
import { idSchema } from '../domain/ids.ts';
import { Step } from '../domain/workflow.ts';
import { routes } from './route.ts';

const write = {
  /** The step's id, behind the passes of the loops around it (`each[2].post`). */
  id: z.string(),
  stepId: z.string(),
  name: z.string(),
};

/** Taking executions back. */
export const undoRoutes = routes({
  undoExecution: {
    method: 'post',
    path: '/workflows/executions/{executionId}/undo',
    summary:
      'Plan how an execution is taken back: a workflow of reverse operations, to be approved and executed as any other.',
    auth: 'user',
    scope: 'workflows:write',
    rate: 'default',
    audit: 'workflow.created',
    params: z.lazy(() => z.object({ executionId: idSchema('run') })),
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() =>
        z
          .object({
            executionId: z.string(),
            /** Of the workflow that takes it back: approve it by its hash, then execute it. */
            workflowId: z.string(),
            planHash: z.string(),
            approved: z.boolean(),
            /** Whether this request made it; asked again, the same workflow is answered. */
            created: z.boolean(),
            /** In the order they run: what was done last is taken back first. */
            steps: z.array(Step),
            undoes: z.array(z.object({ ...write, undoStepId: z.string() })),
            /** Nobody knows whether these took effect; they are not taken back. */
            unknown: z.array(z.object(write)),
            withoutReverse: z.array(z.object({ ...write, reason: z.string() })),
          })
          .meta({ id: 'UndoPlan' }),
      ),
      message: null,
    },
    errors: [
      'EXECUTION_NOT_FOUND',
      'EXECUTION_NOT_FINISHED',
      'EXECUTION_ALREADY_UNDONE',
      'NOTHING_TO_UNDO',
      'RESOURCE_NOT_FOUND',
      'CONFLICT',
    ],
  },
});
