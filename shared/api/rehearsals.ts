import * as z from 'zod';
import { idSchema } from '../domain/ids.ts';
import { JsonAnswer, JsonObject } from '../domain/json.ts';
import { STEP_STATUSES } from '../domain/run.ts';
import { EFFECTS, STEP_TYPES } from '../domain/workflow.ts';
import { ExecutionError } from './execution-error.ts';
import { routes } from './route.ts';

/** An answer that the caller gives to a step. */
const GivenAnswer = z.lazy(() =>
  z.strictObject({
    status: z.int().min(200).max(599).default(200),
    body: z.exactOptional(JsonAnswer),
  }),
);

const RehearsedStep = z.lazy(() =>
  z
    .object({
      /** Unique in the rehearsal: the step's id, behind the passes of the loops around it (`each[2].post`). */
      id: z.string(),
      stepId: z.string(),
      name: z.string(),
      type: z.enum(STEP_TYPES),
      effect: z.enum(EFFECTS),
      status: z.enum(STEP_STATUSES),
      attempt: z.int(),
      /** What a run would send, with a mark where the credential goes. */
      request: z
        .object({
          method: z.string(),
          url: z.string(),
          headers: z.record(z.string(), z.string()),
          body: z.string().nullable(),
          truncated: z.boolean(),
        })
        .optional(),
      answer: z
        .object({
          from: z.enum(['given', 'recorded', 'example', 'schema', 'unknown']).meta({
            description:
              'The caller; an earlier execution that went well; an example of the document; a value made of its schema; unknown: the document does not say.',
          }),
          status: z.int(),
          executionId: z.string().optional(),
        })
        .optional(),
      output: JsonAnswer.optional(),
      error: ExecutionError.optional(),
      /** Of a wait: seconds that a run would wait, and that this took no time of. */
      waits: z.number().optional(),
      passes: z.int().optional(),
      /** Values of the request that a run may find otherwise. */
      doubts: z.array(z.object({ path: z.string(), template: z.string(), message: z.string() })),
      warnings: z.array(z.string()),
    })
    .meta({ id: 'RehearsedStep' }),
);

/** Trying a workflow without calling anything. */
export const rehearsalRoutes = routes({
  dryRunWorkflow: {
    method: 'post',
    path: '/workflows/{id}/dry-run',
    summary: 'Run a version of a workflow without sending anything: every request as it would go out.',
    auth: 'user',
    scope: 'workflows:write',
    rate: 'default',
    audit: null,
    params: z.lazy(() => z.object({ id: idSchema('workflow') })),
    query: null,
    body: z.lazy(() =>
      z
        .strictObject({
          input: z.exactOptional(JsonObject),
          /** The current one unless given. */
          version: z.exactOptional(z.int().min(1)),
          /** By the id of a step, or by its place in a loop (`each[2].post`). */
          answers: z.exactOptional(z.record(z.string().min(1).max(500), GivenAnswer)),
        })
        .optional(),
    ),
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() =>
        z
          .object({
            workflowId: idSchema('workflow'),
            version: z.int(),
            planHash: z.string(),
            status: z.enum(['completed', 'failed', 'unknown', 'stopped']).meta({
              description:
                'unknown: as far as can be known without asking the APIs; stopped: as far as a dry run goes.',
            }),
            output: JsonAnswer.optional(),
            error: ExecutionError.optional(),
            /** Why it ends here, where it is neither completed nor failed. */
            reason: z.string().optional(),
            /** Calls that a run would make, by what they do. */
            calls: z.object({ read: z.int(), write: z.int(), irreversible: z.int() }),
            steps: z.array(RehearsedStep),
            /** Steps that this run does not come to. */
            notReached: z.array(z.object({ stepId: z.string(), name: z.string(), type: z.enum(STEP_TYPES) })),
          })
          .meta({ id: 'DryRun' }),
      ),
      message: null,
    },
    errors: ['RESOURCE_NOT_FOUND', 'PAYLOAD_TOO_LARGE'],
  },
});
