import * as z from 'zod';
import { HTTP_METHODS } from '../domain/catalogue.ts';
import { INGESTION_STATUSES } from '../domain/connection.ts';
import { Timestamp } from '../domain/timestamp.ts';
import { BrokenStepView } from './drift-views.ts';
import { Pagination } from './pagination.ts';

const ChangeReasonView = z.lazy(() =>
  z
    .object({
      code: z.string().meta({ example: 'response-property-removed' }),
      breaking: z.boolean().meta({ description: 'Whether a caller that was right may be wrong now.' }),
      location: z.string().meta({ example: 'response.200.owner.email' }),
      sentence: z.string(),
    })
    .meta({ id: 'ChangeReason' }),
);

const OperationName = z.lazy(() =>
  z.object({
    id: z.string(),
    method: z.enum(HTTP_METHODS),
    path: z.string(),
    operationId: z.string().optional(),
  }),
);

const OperationChangeView = z.lazy(() =>
  OperationName.unwrap()
    .extend({
      kind: z.enum(['added', 'removed', 'changed']),
      breaking: z.boolean(),
      reasons: z.array(ChangeReasonView),
      moreReasons: z.number().int().optional().meta({ description: 'How many were left out.' }),
      pathBefore: z.string().optional(),
      movedTo: OperationName.optional(),
      movedFrom: OperationName.optional(),
    })
    .meta({ id: 'OperationChange' }),
);

const ChangeCounts = z.lazy(() =>
  z.object({
    new: z.number().int(),
    removed: z.number().int(),
    changed: z.number().int(),
    breaking: z
      .number()
      .int()
      .meta({ description: 'Operations whose callers may be broken, those that are gone included.' }),
  }),
);

const BrokenWorkflowView = z.lazy(() =>
  z
    .object({
      workflowId: z.string(),
      name: z.string(),
      version: z.number().int(),
      steps: z.array(BrokenStepView),
    })
    .meta({ id: 'BrokenWorkflow' }),
);

/** An entry in the history of a document. */
export const DocumentChangeView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      at: Timestamp,
      from: z.string().meta({ description: 'Hash of the document before …' }),
      to: z.string().meta({ description: '… and after.' }),
      counts: ChangeCounts,
      general: z.array(ChangeReasonView).meta({ description: 'Of the document as a whole.' }),
      operations: z.array(OperationChangeView).meta({ description: 'The first 20, breaking ones first.' }),
      brokenWorkflows: z
        .array(BrokenWorkflowView)
        .meta({ description: 'The first 20, with the first of their steps.' }),
      brokenWorkflowCount: z.number().int(),
    })
    .meta({ id: 'DocumentChange' }),
);

/** One of them with everything; the pages are those of its operations. */
export const DocumentChangeDetail = z.lazy(() =>
  DocumentChangeView.unwrap()
    .extend({
      operations: z.array(OperationChangeView),
      brokenWorkflows: z.array(BrokenWorkflowView),
      pagination: Pagination,
    })
    .meta({ id: 'DocumentChangeDetail' }),
);

/** What a refresh came to, in the words of the API reference, and what changed. */
export const RefreshView = z.lazy(() =>
  z
    .object({
      ingestionStatus: z
        .enum(INGESTION_STATUSES)
        .meta({ description: 'QUEUED or RUNNING: it goes on in the background; read the connection.' }),
      ingestionId: z.string(),
      endpointsUpdated: z.number().int().meta({ description: 'Operations that changed.' }),
      newEndpoints: z.number().int(),
      removedEndpoints: z.number().int(),
      specChanged: z.boolean(),
      responseTime: z.number().int().meta({ description: 'Milliseconds.' }),
      message: z.string(),
      changes: DocumentChangeView.unwrap()
        .omit({ brokenWorkflows: true, brokenWorkflowCount: true })
        .nullable(),
      brokenWorkflows: z.array(BrokenWorkflowView),
    })
    .meta({ id: 'ConnectionRefresh' }),
);
