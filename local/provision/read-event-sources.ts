import * as z from 'zod';
import type { EventTarget, RuleSettings } from '../aws/eventbridge-rules.ts';
import type { ResolvedResource } from '../template/resolved-resource.ts';

/** Failures go to queues only. */
const QueueArn = z.string().startsWith('arn:aws:sqs:');

const Mapping = z.strictObject({
  BatchSize: z.coerce.number().int().optional(),
  BisectBatchOnFunctionError: z.boolean().optional(),
  DestinationConfig: z
    .looseObject({ OnFailure: z.looseObject({ Destination: QueueArn }).optional() })
    .optional(),
  Enabled: z.boolean().default(true),
  EventSourceArn: z.string(),
  FilterCriteria: z.unknown().optional(),
  FunctionName: z.string(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumBatchingWindowInSeconds: z.coerce.number().int().default(0),
  MaximumRecordAgeInSeconds: z.coerce.number().int().optional(),
  MaximumRetryAttempts: z.coerce.number().int().optional(),
  ParallelizationFactor: z.coerce.number().int().max(1).optional(),
  ScalingConfig: z.unknown().optional(),
  StartingPosition: z.literal('TRIM_HORIZON').optional(),
  Tags: z.unknown().optional(),
});

/** An AWS::Lambda::EventSourceMapping. */
export interface EventSource extends z.infer<typeof Mapping> {
  /** Its key in the template. */
  readonly id: string;
}

/** The enabled event source mappings; throws for a property that the laptop does not act on. */
export function readEventSources(resources: readonly ResolvedResource[]): readonly EventSource[] {
  return resources
    .filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping')
    .map(({ key, properties }) => {
      const parsed = Mapping.safeParse(properties);
      if (!parsed.success)
        throw new Error(`The laptop cloud cannot poll for ${key}: ${z.prettifyError(parsed.error)}`);
      return { id: key, ...parsed.data };
    })
    .filter(({ Enabled }) => Enabled);
}

const Rule = z.strictObject({
  Description: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.unknown().optional(),
  Name: z.string().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default('ENABLED'),
  Tags: z.unknown().optional(),
  Targets: z
    .array(
      z.strictObject({
        Arn: z.string(),
        Id: z.string(),
        Input: z.string().optional(),
        InputPath: z.string().optional(),
        InputTransformer: z.unknown().optional(),
        RoleArn: z.string().optional(),
        DeadLetterConfig: z.looseObject({ Arn: z.string().optional() }).optional(),
        RetryPolicy: z.looseObject({ MaximumRetryAttempts: z.coerce.number().int().optional() }).optional(),
      }),
    )
    .default([]),
});

/** A target with what EventBridge needs to reach it. */
export interface RuleTarget extends EventTarget {
  readonly ruleArn: string;
  readonly roleArn: string | undefined;
}

export interface EventRule extends RuleSettings {
  readonly targets: readonly RuleTarget[];
}

/** The template's rules. */
export function readRules(resources: readonly ResolvedResource[]): readonly EventRule[] {
  return resources
    .filter(({ type }) => type === 'AWS::Events::Rule')
    .map(({ key, name, attributes, properties }): EventRule => {
      const parsed = Rule.safeParse(properties);
      if (!parsed.success)
        throw new Error(`The laptop cloud cannot follow the rule ${key}: ${z.prettifyError(parsed.error)}`);
      const rule = parsed.data;
      return {
        name,
        ...(rule.EventBusName !== undefined && { busName: rule.EventBusName }),
        ...(rule.EventPattern !== undefined && { pattern: rule.EventPattern }),
        ...(rule.ScheduleExpression !== undefined && { schedule: rule.ScheduleExpression }),
        enabled: rule.State !== 'DISABLED',
        targets: rule.Targets.map((target) => ({
          id: target.Id,
          arn: target.Arn,
          ruleArn: String(attributes['Arn']),
          roleArn: target.RoleArn,
          ...(target.Input !== undefined && { input: target.Input }),
          ...(target.InputPath !== undefined && { inputPath: target.InputPath }),
          ...(target.InputTransformer !== undefined && { inputTransformer: target.InputTransformer }),
          ...(target.DeadLetterConfig?.Arn !== undefined && { deadLetterArn: target.DeadLetterConfig.Arn }),
          ...(target.RetryPolicy?.MaximumRetryAttempts !== undefined && {
            maximumRetryAttempts: target.RetryPolicy.MaximumRetryAttempts,
          }),
        })),
      };
    });
}
