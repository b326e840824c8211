import * as z from 'zod';

/** `manifest.json`. */
export const Manifest = z.looseObject({
  artifacts: z
    .record(
      z.string(),
      z.looseObject({
        type: z.string(),
        dependencies: z.array(z.string()).optional(),
        properties: z
          .looseObject({
            templateFile: z.string().optional(),
            stackName: z.string().optional(),
            directoryName: z.string().optional(),
            file: z.string().optional(),
          })
          .optional(),
      }),
    )
    .optional(),
});

const Members = z.record(z.string(), z.unknown());

/** A stack's template. */
export const Template = z.looseObject({
  Resources: z
    .record(
      z.string(),
      z.looseObject({
        Type: z.string(),
        Properties: Members.optional(),
        DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
        Condition: z.string().optional(),
      }),
    )
    .optional(),
  Conditions: Members.optional(),
  Mappings: Members.optional(),
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown().optional() })).optional(),
  Outputs: z
    .record(
      z.string(),
      z.looseObject({ Value: z.unknown(), Export: z.looseObject({ Name: z.unknown() }).optional() }),
    )
    .optional(),
});

/** What a stack publishes: files by their object keys. */
export const AssetManifest = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string().optional() })),
      }),
    )
    .optional(),
});
