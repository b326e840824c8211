import * as z from 'zod';
import { idSchema } from '../domain/ids.ts';
import { JsonAnswer, JsonObject } from '../domain/json.ts';
import { Step } from '../domain/workflow.ts';
import { routes } from './route.ts';

const TemplateView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      slots: z.array(
        z.object({
          id: z.string(),
          description: z.string(),
          preset: z.string().nullable(),
          /** What the API in it has to have. */
          operations: z.array(z.object({ method: z.string(), endpoint: z.string() })),
        }),
      ),
      inputs: z.array(
        z.object({
          name: z.string(),
          description: z.string(),
          example: z.string(),
          /** Whether it has to be given when the workflow is made. */
          required: z.boolean(),
        }),
      ),
      /** As they are written; `apiConnectionId` is a slot. */
      steps: JsonAnswer,
    })
    .meta({ id: 'Template' }),
);

/** Workflows to begin with. */
export const templateRoutes = routes({
  listTemplates: {
    method: 'get',
    path: '/templates',
    summary: 'Workflows to begin with: what each needs and does.',
    auth: 'user',
    scope: 'workflows:read',
    rate: 'default',
    audit: null,
    params: null,
    query: z.lazy(() => z.object({ search: z.string().max(200).optional() })),
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ templates: z.array(TemplateView) })),
      message: null,
    },
    errors: [],
  },
  createFromTemplate: {
    method: 'post',
    path: '/templates/{id}/workflows',
    summary: 'Make a workflow of a template, checked against the connections that stand for its slots.',
    auth: 'user',
    scope: 'workflows:write',
    rate: 'default',
    audit: 'workflow.created',
    params: z.lazy(() => z.object({ id: z.string().max(100) })),
    query: null,
    body: z.lazy(() =>
      z.strictObject({
        name: z.exactOptional(z.string().trim().min(1).max(200)),
        /** Ids of connections by slot. */
        connections: z.exactOptional(z.record(z.string().max(100), idSchema('connection'))),
        /** What is given here need not be given to every execution. */
        input: z.exactOptional(JsonObject),
      }),
    ),
    success: {
      status: 201,
      as: 'envelope',
      schema: z.lazy(() =>
        z
          .object({
            workflowId: z.string(),
            templateId: z.string(),
            name: z.string(),
            version: z.int(),
            planHash: z.string(),
            steps: z.array(Step),
            /** Inputs that each execution has to give. */
            inputs: z.array(z.string()),
          })
          .meta({ id: 'WorkflowFromTemplate' }),
      ),
      message: 'Workflow created successfully',
    },
    errors: ['RESOURCE_NOT_FOUND', 'VALIDATION_ERROR'],
  },
});
