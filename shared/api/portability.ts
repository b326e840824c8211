import * as z from 'zod';
import { idSchema } from '../domain/ids.ts';
import { JsonAnswer, JsonObject } from '../domain/json.ts';
import { Step } from '../domain/workflow.ts';
import { routes } from './route.ts';

const note = z.lazy(() => z.object({ path: z.string(), message: z.string() }));

/** Workflows as Arazzo documents, out and in. */
export const portabilityRoutes = routes({
  exportWorkflow: {
    method: 'get',
    path: '/workflows/{id}/arazzo',
    summary: 'A workflow as an Arazzo 1.0.1 document, with what only APIQ reads of it.',
    auth: 'user',
    scope: 'workflows:read',
    rate: 'default',
    audit: null,
    params: z.lazy(() => z.object({ id: idSchema('workflow') })),
    query: z.lazy(() => z.object({ version: z.coerce.number().int().min(1).optional() })),
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() =>
        z
          .object({
            workflowId: z.string(),
            version: z.int(),
            planHash: z.string(),
            document: JsonAnswer,
            /** The same document. */
            yaml: z.string(),
            /** What other tools do not read, or read otherwise. */
            notes: z.array(note),
          })
          .meta({ id: 'ArazzoExport' }),
      ),
      message: null,
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  importWorkflow: {
    method: 'post',
    path: '/workflows/import',
    summary: 'Make a workflow of an Arazzo 1.0 document, checked against the connected APIs.',
    auth: 'user',
    scope: 'workflows:write',
    rate: 'default',
    audit: 'workflow.created',
    params: null,
    query: null,
    body: z.lazy(() =>
      z.strictObject({
        /** JSON or YAML text, or the document itself. */
        document: z.union([z.string().min(1).max(1_048_576), JsonObject]),
        /** Which workflow of the document, where it has several. */
        workflowId: z.exactOptional(z.string().max(200)),
        name: z.exactOptional(z.string().trim().min(1).max(200)),
        /** Connections by the names of the document's sources, where these do not say enough. */
        connections: z.exactOptional(z.record(z.string().max(200), idSchema('connection'))),
      }),
    ),
    success: {
      status: 201,
      as: 'envelope',
      schema: z.lazy(() =>
        z
          .object({
            workflowId: z.string(),
            name: z.string(),
            version: z.int(),
            planHash: z.string(),
            steps: z.array(Step),
            /** What of the document is not kept. */
            notes: z.array(note),
          })
          .meta({ id: 'ArazzoImport' }),
      ),
      message: 'Workflow created successfully',
    },
    errors: ['VALIDATION_ERROR', 'RESOURCE_NOT_FOUND'],
  },
});
