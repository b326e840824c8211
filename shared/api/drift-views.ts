import * as z from 'zod';
import { HTTP_METHODS } from '../domain/catalogue.ts';
import { Timestamp } from '../domain/timestamp.ts';

/** A step that a change of a document breaks, and why. */
export const BrokenStepView = z.lazy(() =>
  z
    .object({
      stepId: z.string(),
      stepName: z.string(),
      reasons: z.array(
        z.object({
          code: z.string(),
          location: z.string().meta({ example: 'response.200.owner.email' }),
          sentence: z.string(),
          method: z.enum(HTTP_METHODS),
          path: z.string(),
        }),
      ),
    })
    .meta({ id: 'BrokenStep' }),
);

/** What a workflow is marked with where a document has changed so that it no longer fits. */
export const WorkflowDriftView = z.lazy(() =>
  z
    .object({
      connectionId: z.string(),
      changeId: z.string(),
      at: Timestamp,
      steps: z.array(BrokenStepView),
    })
    .meta({ id: 'WorkflowDrift' }),
);
