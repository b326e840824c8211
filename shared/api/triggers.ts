import * as z from 'zod';
import { ERROR_CATALOGUE, type ErrorCode } from '../domain/errors.ts';
import { idSchema } from '../domain/ids.ts';
import { JsonAnswer, JsonObject } from '../domain/json.ts';
import { Timestamp } from '../domain/timestamp.ts';
import { MISSED_RUNS, TRIGGER_OUTCOMES, TRIGGER_TYPES } from '../domain/trigger/trigger.ts';
import { routes } from './route.ts';
import { byWorkflow } from './workflow-views.ts';

// Object.keys of a literal gives its keys; TypeScript widens them to string.
const errorCode = z.lazy(() => z.enum(Object.keys(ERROR_CATALOGUE) as [ErrorCode, ...ErrorCode[]]));

const name = z.lazy(() => z.string().trim().min(1).max(200));

const Schedule = z.lazy(() =>
  z
    .strictObject({
      cron: z.exactOptional(z.string().max(256)).meta({
        description:
          'Minutes, hours, day of month, month, day of week, year, as EventBridge has it; in place of a rate.',
        example: '0 9 ? * MON-FRI *',
      }),
      rate: z.exactOptional(z.string().max(50)).meta({
        description: 'A whole number of minutes, hours or days; in place of a cron expression.',
        example: '15 minutes',
      }),
      timezone: z.string().max(50).default('UTC').meta({
        description: 'Whose clocks a cron expression means.',
        example: 'Europe/Berlin',
      }),
      startAt: z.exactOptional(Timestamp),
      endAt: z.exactOptional(Timestamp),
      missedRuns: z.enum(MISSED_RUNS).default('skip').meta({
        description:
          'What becomes of times that were missed by minutes: nothing, or one run for the last of them.',
      }),
    })
    .meta({ id: 'TriggerSchedule' }),
);

const Pattern = z.lazy(() => z.strictObject({ pattern: JsonObject }));

const inputOf = z.lazy(() =>
  JsonObject.meta({
    description: 'The input of the execution, with templates like {{event.data.id}}; left out: {"event": …}.',
  }),
);

const NewTrigger = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('schedule'),
      name: z.exactOptional(name),
      enabled: z.boolean().default(true),
      schedule: Schedule,
      input: z.exactOptional(inputOf),
    }),
    z.strictObject({
      type: z.literal('event'),
      name: z.exactOptional(name),
      enabled: z.boolean().default(true),
      event: Pattern,
      input: z.exactOptional(inputOf),
    }),
  ]),
);

const TriggerChanges = z.lazy(() =>
  z
    .strictObject({
      name: z.exactOptional(name),
      enabled: z.exactOptional(z.boolean()),
      schedule: z.exactOptional(Schedule),
      event: z.exactOptional(Pattern),
      /** Null: `{event}` again. */
      input: z.exactOptional(inputOf.unwrap().nullable()),
    })
    .refine((body) => Object.keys(body).length > 0, 'Name something to change.'),
);

const TriggerView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      workflowId: z.string(),
      type: z.enum(TRIGGER_TYPES),
      name: z.string(),
      enabled: z.boolean(),
      schedule: z.exactOptional(Schedule),
      event: z.exactOptional(z.object({ pattern: JsonAnswer })),
      input: z.exactOptional(JsonAnswer),
      nextFires: z
        .array(Timestamp)
        .meta({ description: 'The next five times of a schedule; none where it is disabled or over.' }),
      lastFiredAt: Timestamp.nullable(),
      lastOutcome: z
        .object({
          outcome: z.enum(TRIGGER_OUTCOMES),
          at: Timestamp,
          code: z.exactOptional(errorCode),
          message: z.exactOptional(z.string()),
          executionId: z.exactOptional(z.string()),
        })
        .nullable(),
      createdAt: Timestamp,
      createdBy: z.string(),
      updatedAt: Timestamp,
    })
    .meta({ id: 'Trigger' }),
);

const byTrigger = z.lazy(() => z.object({ id: idSchema('workflow'), triggerId: idSchema('trigger') }));

/** What starts workflows beside a person. */
export const triggerRoutes = routes({
  listTriggers: {
    method: 'get',
    path: '/workflows/{id}/triggers',
    summary: 'The triggers of a workflow, oldest first, with what came of their last firing.',
    auth: 'user',
    scope: 'workflows:read',
    rate: 'default',
    audit: null,
    params: byWorkflow,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ triggers: z.array(TriggerView) })),
      message: null,
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  createTrigger: {
    method: 'post',
    path: '/workflows/{id}/triggers',
    summary: 'Start a workflow by a schedule or by events, always in its approved current version.',
    auth: 'user',
    scope: 'workflows:write',
    rate: 'default',
    audit: 'trigger.created',
    params: byWorkflow,
    query: null,
    body: NewTrigger,
    success: { status: 201, as: 'envelope', schema: TriggerView, message: 'Trigger created successfully' },
    errors: ['RESOURCE_NOT_FOUND', 'VALIDATION_ERROR'],
  },
  updateTrigger: {
    method: 'patch',
    path: '/workflows/{id}/triggers/{triggerId}',
    summary: 'Change what is named of a trigger; a schedule or a pattern is replaced as a whole.',
    auth: 'user',
    scope: 'workflows:write',
    rate: 'default',
    audit: 'trigger.updated',
    params: byTrigger,
    query: null,
    body: TriggerChanges,
    success: { status: 200, as: 'envelope', schema: TriggerView, message: 'Trigger updated successfully' },
    errors: ['RESOURCE_NOT_FOUND', 'VALIDATION_ERROR', 'CONFLICT'],
  },
  deleteTrigger: {
    method: 'delete',
    path: '/workflows/{id}/triggers/{triggerId}',
    summary: 'Delete a trigger. Executions that it started go on.',
    auth: 'user',
    scope: 'workflows:write',
    rate: 'default',
    audit: 'trigger.deleted',
    params: byTrigger,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ id: z.string() })),
      message: 'Trigger deleted successfully',
    },
    errors: ['RESOURCE_NOT_FOUND', 'CONFLICT'],
  },
});
