import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { RateLimits } from '../shared/api/rate-classes.ts';

/** Everything that may differ between environments; the resources themselves never do. */
export interface Environment {
  readonly name: EnvironmentName;
  /** Limits of rate classes that replace the ones in the code; `{}` keeps them all. */
  readonly rateLimits: RateLimits;
  /** At the gateway, for all callers together: requests a second, and how many at once. */
  readonly throttle: { readonly requestsPerSecond: number; readonly burst: number };
  /** Of every log group. */
  readonly logRetention: RetentionDays;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** Whether data outlives its stack and refuses to be deleted by it. */
  readonly keepData: boolean;
  /** Who is told of alarms; undefined: nobody is subscribed to the topic yet. */
  readonly alarmEmail: string | undefined;
  /** Origins whose pages may call the API. */
  readonly corsOrigins: readonly string[];
  /** What happens once a night: connections that are refreshed at most, and over how many seconds they are spread. */
  readonly nightly: { readonly limit: number; readonly jitterSeconds: number };
  readonly mail: {
    /** Sender of every mail: a bare address whose domain SES has verified where `throughSes`. */
    readonly from: string;
    /** Whether Cognito's mails go through SES too; its own sender stops at 50 a day (Cognito, "Email settings"). */
    readonly throughSes: boolean;
  };
  /** The public name, with its ACM certificate in us-east-1; undefined: the name that CloudFront gives. */
  readonly domain: { readonly name: string; readonly certificateArn: string } | undefined;
}

const LOCAL: Environment = {
  name: 'local',
  rateLimits: { auth: 1_000, chat: 1_000, secrets: 10_000, poll: 100_000, default: 100_000 },
  throttle: { requestsPerSecond: 1_000, burst: 2_000 },
  logRetention: RetentionDays.ONE_DAY,
  logLevel: 'INFO',
  keepData: false,
  alarmEmail: undefined,
  corsOrigins: ['http://localhost:4000', 'http://127.0.0.1:4000'],
  nightly: { limit: 1_000, jitterSeconds: 2 },
  mail: { from: 'no-reply@apiq.example', throughSes: false },
  domain: undefined,
};

const STAGING: Environment = {
  name: 'staging',
  rateLimits: {},
  throttle: { requestsPerSecond: 200, burst: 400 },
  logRetention: RetentionDays.ONE_MONTH,
  logLevel: 'INFO',
  keepData: false,
  alarmEmail: 'staging-alarms@apiq.example',
  corsOrigins: ['https://staging.apiq.example'],
  nightly: { limit: 5_000, jitterSeconds: 900 },
  mail: { from: 'no-reply@staging.apiq.example', throughSes: true },
  domain: undefined,
};

const PRODUCTION: Environment = {
  name: 'production',
  rateLimits: {},
  throttle: { requestsPerSecond: 1_000, burst: 2_000 },
  logRetention: RetentionDays.ONE_YEAR,
  logLevel: 'INFO',
  keepData: true,
  alarmEmail: 'alarms@apiq.example',
  corsOrigins: ['https://apiq.example'],
  nightly: { limit: 5_000, jitterSeconds: 900 },
  mail: { from: 'no-reply@apiq.example', throughSes: true },
  domain: undefined,
};

/** `apiq.example` stands for the domain of whoever deploys: replace it before the first deployment. */
export const ENVIRONMENTS = { local: LOCAL, staging: STAGING, production: PRODUCTION } as const;

type EnvironmentName = 'local' | 'staging' | 'production';

/** The environment that a context value names; throws with the names that exist. */
export function environmentNamed(name: unknown): Environment {
  for (const environment of Object.values(ENVIRONMENTS)) if (environment.name === name) return environment;
  throw new Error(
    `There is no environment ${String(name)}; choose one of ${Object.keys(ENVIRONMENTS).join(', ')}.`,
  );
}
