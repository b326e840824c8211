import * as z from 'zod';
import type { AwsCall, AwsReply } from './service.ts';
import { AwsError } from './service.ts';

const CorsRule = z.strictObject({
  Id: z.string().optional(),
  AllowedOrigins: z.array(z.string()),
  AllowedMethods: z.array(z.enum(['GET', 'PUT', 'HEAD', 'POST', 'DELETE'])),
  AllowedHeaders: z.array(z.string()).default([]),
  ExposedHeaders: z.array(z.string()).default([]),
  MaxAge: z.coerce.number().optional(),
});
type CorsRule = z.infer<typeof CorsRule>;

const Bucket = z.looseObject({
  CorsConfiguration: z.strictObject({ CorsRules: z.array(CorsRule) }).optional(),
});

type Headers = Readonly<Record<string, string>>;

/** The rules of `CorsConfiguration` of AWS::S3::Bucket; none where pages of other origins may do nothing. */
export function readCorsRules(properties: unknown): readonly CorsRule[] {
  return Bucket.parse(properties).CorsConfiguration?.CorsRules ?? [];
}
export type { CorsRule };

/** Answers a preflight, which nobody signs: by the first rule that allows origin, method and headers together. */
export function answerPreflight(http: AwsCall['http'], rules: readonly CorsRule[]): AwsReply {
  const asked = (textOf(http, 'access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const method = textOf(http, 'access-control-request-method');
  const rule = rules.find(
    (one) => allows(one, http, method) && asked.every((name) => isAny(one.AllowedHeaders, name)),
  );
  if (rule === undefined)
    throw new AwsError('AccessForbidden', 'This CORS request is not allowed.', { status: 403 });
  return {
    headers: {
      ...headersOf(rule, http),
      ...(asked.length === 0 ? {} : { 'access-control-allow-headers': asked.join(', ') }),
      ...(rule.MaxAge === undefined ? {} : { 'access-control-max-age': String(rule.MaxAge) }),
    },
  };
}

/** What an answer to the request itself says to a browser: nothing where no rule allows it. */
export function corsHeaders(http: AwsCall['http'], rules: readonly CorsRule[]): Headers {
  const rule = rules.find((one) => allows(one, http, http.method));
  return rule === undefined ? {} : headersOf(rule, http);
}

function allows(rule: CorsRule, http: AwsCall['http'], method: string | undefined): boolean {
  const origin = textOf(http, 'origin');
  return (
    origin !== undefined &&
    isAny(rule.AllowedOrigins, origin) &&
    rule.AllowedMethods.some((allowed) => allowed === method)
  );
}

/** As S3 answers: a rule for every origin allows no cookies, and others name the origin that asked. */
function headersOf(rule: CorsRule, http: AwsCall['http']): Headers {
  const isPublic = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': isPublic ? '*' : (textOf(http, 'origin') ?? ''),
    ...(isPublic ? {} : { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(rule.ExposedHeaders.length === 0
      ? {}
      : { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** Origins and headers may hold one star, which stands for any characters. */
function isAny(patterns: readonly string[], value: string): boolean {
  return patterns.some((pattern) => {
    const [start = '', end] = pattern.toLowerCase().split('*', 2);
    if (end === undefined) return start === value.toLowerCase();
    return value.length >= start.length + end.length && value.startsWith(start) && value.endsWith(end);
  });
}

function textOf(http: AwsCall['http'], name: string): string | undefined {
  const value = http.headers[name];
  return typeof value === 'string' ? value : undefined;
}
