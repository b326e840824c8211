import * as z from 'zod';
import type { RateLimits } from '../api/rate-classes.ts';

/** Variables that must hold text. */
const TEXT = [
  'TABLE_NAME',
  'BUCKET_NAME',
  'KEY_ARN',
  'BUS_NAME',
  'USER_POOL_ID',
  'USER_POOL_CLIENT_ID',
  'USER_POOL_ISSUER',
  'INGEST_FUNCTION_NAME',
  'INGESTION_QUEUE_URL',
  'RUN_STATE_MACHINE_ARN',
  'WATCHDOG_QUEUE_URL',
  'REFRESH_QUEUE_ARN',
  'REFRESH_QUEUE_URL',
  'CHECK_QUEUE_URL',
  'NIGHTLY_LIMIT',
  'NIGHTLY_JITTER_SECONDS',
  'SCHEDULE_GROUP',
  'SCHEDULES_QUEUE_ARN',
  'SCHEDULES_DEAD_LETTERS_ARN',
  'SCHEDULER_ROLE_ARN',
  'MAIL_FROM',
  'MODEL_PARAMETER',
  'ENVIRONMENT',
  'POWERTOOLS_SERVICE_NAME',
] as const;
/** Variables that must be there and may be empty. */
const MAY_BE_EMPTY = ['PUBLIC_URL', 'EGRESS_ALLOW', 'RATE_LIMITS', 'ORIGIN_TOKEN', 'LOG_LEVEL'] as const;

type TextSetting = (typeof TEXT)[number];
export type SettingName = TextSetting | (typeof MAY_BE_EMPTY)[number];

const EVERY = ['LOG_LEVEL', 'ENVIRONMENT', 'POWERTOOLS_SERVICE_NAME'] as const;
/** What the request pipeline needs: the table, the token verifier, the limits. */
const HTTP = [
  ...EVERY,
  'TABLE_NAME',
  'USER_POOL_CLIENT_ID',
  'USER_POOL_ISSUER',
  'RATE_LIMITS',
  'ORIGIN_TOKEN',
] as const;
const HTTP_WITH_BUCKET = [...HTTP, 'BUCKET_NAME'] as const;
/** What starts runs. */
const STARTS = ['RUN_STATE_MACHINE_ARN', 'WATCHDOG_QUEUE_URL'] as const;
/** What looks at connected APIs for a person, and what calls them without one. */
const ASKS = [...HTTP_WITH_BUCKET, 'KEY_ARN', 'INGEST_FUNCTION_NAME', 'EGRESS_ALLOW'] as const;
const CALLS = [...EVERY, 'TABLE_NAME', 'BUCKET_NAME', 'KEY_ARN', 'EGRESS_ALLOW'] as const;

/** The variables that each function needs and gets; the infrastructure test compares the template with it. */
export const FUNCTION_SETTINGS = {
  auth: [...HTTP, 'MAIL_FROM', 'PUBLIC_URL'],
  connections: ASKS,
  calls: ASKS,
  chat: [...HTTP_WITH_BUCKET, 'MODEL_PARAMETER', ...STARTS],
  workflows: HTTP_WITH_BUCKET,
  executions: [...HTTP_WITH_BUCKET, ...STARTS],
  history: HTTP_WITH_BUCKET,
  rehearsals: HTTP_WITH_BUCKET,
  approvals: [...HTTP_WITH_BUCKET, ...STARTS],
  undo: HTTP_WITH_BUCKET,
  triggers: HTTP,
  portability: [...HTTP, 'BUCKET_NAME'],
  usage: HTTP,
  system: [...HTTP, 'KEY_ARN', 'MODEL_PARAMETER'],
  admin: HTTP_WITH_BUCKET,
  ingest: [...EVERY, 'TABLE_NAME', 'BUCKET_NAME', 'INGESTION_QUEUE_URL', 'REFRESH_QUEUE_ARN', 'EGRESS_ALLOW'],
  'refresh-connections': [
    ...EVERY,
    'TABLE_NAME',
    'REFRESH_QUEUE_URL',
    'CHECK_QUEUE_URL',
    'NIGHTLY_LIMIT',
    'NIGHTLY_JITTER_SECONDS',
  ],
  'check-connections': CALLS,
  'run-workflow': CALLS,
  'start-triggered': [
    ...EVERY,
    'TABLE_NAME',
    'BUCKET_NAME',
    ...STARTS,
    'SCHEDULE_GROUP',
    'SCHEDULES_QUEUE_ARN',
    'SCHEDULES_DEAD_LETTERS_ARN',
    'SCHEDULER_ROLE_ARN',
  ],
  'publish-outbox': [...EVERY, 'TABLE_NAME', 'BUS_NAME'],
  'watch-runs': [...EVERY, 'TABLE_NAME', ...STARTS],
  'custom-message': [...EVERY, 'PUBLIC_URL'],
} as const satisfies Record<string, readonly SettingName[]>;

export type FunctionName = keyof typeof FUNCTION_SETTINGS;
export type Environment = Readonly<Record<string, string | undefined>>;

/** A function's settings, checked when it starts. */
export interface Settings {
  /** A variable that the function's row in FUNCTION_SETTINGS names; throws for any other. */
  text(name: TextSetting): string;
  /** The same as a whole number; throws for one that is none. */
  count(name: TextSetting): number;
  /** LOG_LEVEL; INFO where it is empty. */
  readonly logLevel: LogLevel;
  /** RATE_LIMITS. */
  readonly rateLimits: RateLimits;
  /** EGRESS_ALLOW: `HOST:PORT` each. */
  readonly egressAllow: readonly string[];
  /** ORIGIN_TOKEN: what the front door proves itself with; '' where there is none. */
  readonly originToken: string;
  /** PUBLIC_URL without a trailing slash, or ''. */
  readonly publicUrl: string;
}

/** Throws one error that names every variable that is missing, without a value. */
export function readSettings({ name, env }: { name: FunctionName; env: Environment }): Settings {
  const needed: readonly SettingName[] = FUNCTION_SETTINGS[name];
  const wrong = needed.filter((variable) => !isPresent(variable, env[variable]));
  if (wrong.length > 0) {
    throw new Error(`Function ${name} cannot start: set ${wrong.join(', ')} in its environment.`);
  }
  const read = (variable: SettingName): string => {
    const value = needed.includes(variable) ? env[variable] : undefined;
    if (value === undefined)
      throw new Error(`Function ${name} has no setting ${variable}; see FUNCTION_SETTINGS.`);
    return value;
  };
  return {
    text: read,
    count(variable) {
      const text = read(variable);
      if (!/^\d{1,9}$/.test(text)) throw new Error(`${variable} is not a whole number.`);
      return Number(text);
    },
    get logLevel() {
      return parseLogLevel(read('LOG_LEVEL'));
    },
    get rateLimits() {
      return parseRateLimits(read('RATE_LIMITS'));
    },
    get egressAllow() {
      return parseList(read('EGRESS_ALLOW'));
    },
    get originToken() {
      return read('ORIGIN_TOKEN');
    },
    get publicUrl() {
      return read('PUBLIC_URL').replace(/\/$/, '');
    },
  };
}

function isPresent(variable: SettingName, value: string | undefined): boolean {
  const mayBeEmpty: readonly string[] = MAY_BE_EMPTY;
  return value !== undefined && (value !== '' || mayBeEmpty.includes(variable));
}

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

function parseLogLevel(text: string): LogLevel {
  const level = text === '' ? 'INFO' : LOG_LEVELS.find((known) => known === text.toUpperCase());
  if (level === undefined) throw new Error(`LOG_LEVEL is not one of ${LOG_LEVELS.join(', ')}.`);
  return level;
}

function parseList(text: string): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

const limit = z.lazy(() => z.exactOptional(z.int().positive()));
const RateLimitsSetting = z.lazy(() =>
  z.strictObject({
    auth: limit,
    chat: limit,
    secrets: limit,
    poll: limit,
    default: limit,
  }),
);

function parseRateLimits(text: string): RateLimits {
  try {
    return RateLimitsSetting.parse(JSON.parse(text === '' ? '{}' : text));
  } catch {
    throw new Error('RATE_LIMITS is not JSON of the form {"chat": 10}, with rate classes as names.');
  }
}
