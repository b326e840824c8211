import * as z from 'zod';
import { JsonObject } from '../domain/json.ts';

const text = z.lazy(() => z.string().max(10_000));
const loose = z.lazy(() => z.array(JsonObject).max(200).optional());

/** A step of an Arazzo workflow; a step of ours has `x-apiq-…` beside. */
const ArazzoStep = z.lazy(() =>
  z.looseObject({
    stepId: z.string().min(1).max(100),
    description: text.optional(),
    operationId: text.optional(),
    operationPath: text.optional(),
    workflowId: text.optional(),
    parameters: loose,
    requestBody: JsonObject.optional(),
    successCriteria: loose,
    onSuccess: loose,
    onFailure: loose,
    outputs: z.record(z.string(), z.string()).optional(),
  }),
);
export type ArazzoStep = z.infer<typeof ArazzoStep>;

const ArazzoWorkflow = z.lazy(() =>
  z.looseObject({
    workflowId: z.string().min(1).max(200),
    summary: text.optional(),
    description: text.optional(),
    dependsOn: z.array(z.string()).optional(),
    parameters: loose,
    steps: z.array(ArazzoStep).max(200),
    outputs: z.record(z.string(), z.string()).optional(),
  }),
);
export type ArazzoWorkflow = z.infer<typeof ArazzoWorkflow>;

/** As much of an Arazzo 1.0 document (spec.openapis.org/arazzo/v1.0.1) as is read. */
export const ArazzoDocument = z.lazy(() =>
  z.looseObject({
    arazzo: z.string().regex(/^1\.0\.\d+/, 'Arazzo 1.0 is read, such as "1.0.1".'),
    info: z.looseObject({ title: text }),
    sourceDescriptions: z
      .array(
        z.looseObject({
          name: z.string().max(200),
          url: z.string().max(2048),
          type: z.string().optional(),
        }),
      )
      .max(50),
    workflows: z.array(ArazzoWorkflow).min(1).max(100),
    components: z.looseObject({ parameters: z.record(z.string(), JsonObject).optional() }).optional(),
  }),
);
export type ArazzoDocument = z.infer<typeof ArazzoDocument>;

/** Something of a document that is not kept, or that only APIQ reads. */
export interface ArazzoNote {
  readonly path: string;
  readonly message: string;
}
