import * as z from 'zod';
import type { ResolvedResource } from '../template/resolved-resource.ts';

const CloudFrontFunction = z.looseObject({ FunctionCode: z.string() });

const Behavior = z.looseObject({
  TargetOriginId: z.string(),
  FunctionAssociations: z.array(z.looseObject({ EventType: z.literal('viewer-request') })).optional(),
  LambdaFunctionAssociations: z.array(z.never()).optional(),
});

const Distribution = z.looseObject({
  DistributionConfig: z.looseObject({
    DefaultCacheBehavior: Behavior,
    CacheBehaviors: z.array(z.never()).optional(),
    Origins: z.array(
      z.looseObject({
        Id: z.string(),
        OriginCustomHeaders: z
          .array(z.looseObject({ HeaderName: z.string(), HeaderValue: z.string() }))
          .optional(),
      }),
    ),
  }),
});

/** What the template's CloudFront distribution does to a request. */
export interface FrontDoorSettings {
  /** Of its function; undefined where there is none. */
  readonly code: string | undefined;
  /** Added on the way to the origin, in place of what the viewer sent; lower-cased names. */
  readonly originHeaders: Readonly<Record<string, string>>;
}

/**
 * Reads the template's front door. Throws where there is more than one, or where it does what the laptop does not: other
 * functions than `viewer-request`, or behaviours by path.
 */
export function readFrontDoor(resources: readonly ResolvedResource[]): FrontDoorSettings {
  const code = atMostOne(resources, 'AWS::CloudFront::Function');
  const distribution = atMostOne(resources, 'AWS::CloudFront::Distribution');
  return {
    code: code && CloudFrontFunction.parse(code.properties).FunctionCode,
    originHeaders: distribution ? originHeaders(distribution) : {},
  };
}

function originHeaders(distribution: ResolvedResource): Readonly<Record<string, string>> {
  const parsed = Distribution.safeParse(distribution.properties);
  if (!parsed.success)
    throw new Error(`The laptop cloud cannot serve ${distribution.key}: ${z.prettifyError(parsed.error)}`);
  const { DefaultCacheBehavior, Origins } = parsed.data.DistributionConfig;
  const origin = Origins.find(({ Id }) => Id === DefaultCacheBehavior.TargetOriginId);
  const headers = origin?.OriginCustomHeaders ?? [];
  return Object.fromEntries(
    headers.map(({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), HeaderValue]),
  );
}

function atMostOne(resources: readonly ResolvedResource[], type: string): ResolvedResource | undefined {
  const [found, ...more] = resources.filter((resource) => resource.type === type);
  if (more.length > 0) throw new Error(`The laptop cloud serves one ${type} at most.`);
  return found;
}
