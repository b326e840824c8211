import * as z from 'zod';

const Message = z.string().includes('{####}');

/**
 * `AWS::Cognito::UserPool`: what makes a difference here. What the laptop cloud does not do (multi-factor, telephone
 * numbers, other triggers, links) is refused at the start, so that a template never means less here than on AWS.
 */
export const PoolProperties = z.object({
  UsernameAttributes: z.tuple([z.literal('email')]),
  AliasAttributes: z.tuple([]).optional(),
  AutoVerifiedAttributes: z.array(z.literal('email')).default([]),
  MfaConfiguration: z.literal('OFF').default('OFF'),
  Policies: z
    .object({
      PasswordPolicy: z
        .object({
          MinimumLength: z.int().min(6).max(99).default(8),
          RequireLowercase: z.boolean().default(false),
          RequireUppercase: z.boolean().default(false),
          RequireNumbers: z.boolean().default(false),
          RequireSymbols: z.boolean().default(false),
        })
        .optional(),
    })
    .optional(),
  LambdaConfig: z.strictObject({ CustomMessage: z.string().optional() }).default({}),
  AccountRecoverySetting: z
    .object({ RecoveryMechanisms: z.array(z.object({ Name: z.string() })).default([]) })
    .optional(),
  AdminCreateUserConfig: z.object({ AllowAdminCreateUserOnly: z.boolean().default(false) }).optional(),
  EmailVerificationMessage: Message.optional(),
  EmailVerificationSubject: z.string().optional(),
  VerificationMessageTemplate: z
    .object({
      DefaultEmailOption: z.literal('CONFIRM_WITH_CODE').optional(),
      EmailMessage: Message.optional(),
      EmailSubject: z.string().optional(),
    })
    .optional(),
  Schema: z
    .array(
      z.object({
        Name: z.string(),
        Required: z.boolean().default(false),
        Mutable: z.boolean().default(true),
      }),
    )
    .default([]),
});

/** Of a pool that names no policy (API Reference, PasswordPolicyType). */
export const DEFAULT_POLICY = {
  MinimumLength: 8,
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};
export type PasswordPolicy = typeof DEFAULT_POLICY;

const Unit = z.enum(['seconds', 'minutes', 'hours', 'days']);
const SECONDS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

/** `AWS::Cognito::UserPoolClient`, its validities in seconds. A client with a secret is refused. */
export const ClientProperties = z
  .object({
    ExplicitAuthFlows: z
      .array(z.string())
      .default(['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']),
    GenerateSecret: z.literal(false).default(false),
    AccessTokenValidity: z.int().positive().optional(),
    IdTokenValidity: z.int().positive().optional(),
    RefreshTokenValidity: z.int().positive().optional(),
    TokenValidityUnits: z
      .object({ AccessToken: Unit.optional(), IdToken: Unit.optional(), RefreshToken: Unit.optional() })
      .default({}),
    RefreshTokenRotation: z
      .object({
        Feature: z.enum(['ENABLED', 'DISABLED']),
        RetryGracePeriodSeconds: z.int().min(0).max(60).default(0),
      })
      .optional(),
    PreventUserExistenceErrors: z.enum(['ENABLED', 'LEGACY']).default('LEGACY'),
    EnableTokenRevocation: z.boolean().default(true),
    ReadAttributes: z.array(z.string()).optional(),
    WriteAttributes: z.array(z.string()).optional(),
  })
  .transform(({ TokenValidityUnits: units, ...client }) => ({
    ...client,
    flows: new Set(client.ExplicitAuthFlows.map((flow) => flow.replace(/^ALLOW_/, ''))),
    accessSeconds: seconds(client.AccessTokenValidity, units.AccessToken ?? 'hours') ?? 3_600,
    idSeconds: seconds(client.IdTokenValidity, units.IdToken ?? 'hours') ?? 3_600,
    refreshSeconds: seconds(client.RefreshTokenValidity, units.RefreshToken ?? 'days') ?? 30 * SECONDS.days,
    rotation: client.RefreshTokenRotation?.Feature === 'ENABLED' ? client.RefreshTokenRotation : undefined,
  }))
  .refine(
    ({ accessSeconds: value }) => value >= 300 && value <= SECONDS.days,
    'AccessTokenValidity: 5 min to 1 day',
  )
  .refine(({ idSeconds: value }) => value >= 300 && value <= SECONDS.days, 'IdTokenValidity: 5 min to 1 day')
  .refine(
    ({ refreshSeconds: value }) => value >= 3_600 && value <= 3_650 * SECONDS.days,
    'RefreshTokenValidity',
  )
  .refine(
    ({ rotation, flows }) => rotation === undefined || !flows.has('REFRESH_TOKEN_AUTH'),
    'Refresh token rotation cannot be enabled together with ALLOW_REFRESH_TOKEN_AUTH.',
  );

export type PoolProperties = z.infer<typeof PoolProperties>;
export type ClientProperties = z.infer<typeof ClientProperties>;

function seconds(value: number | undefined, unit: z.infer<typeof Unit>): number | undefined {
  return value === undefined ? undefined : value * SECONDS[unit];
}
