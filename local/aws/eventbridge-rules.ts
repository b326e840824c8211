import { compilePattern } from './event-pattern.ts';
import type { EventPattern } from './event-pattern.ts';
import { compileSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { parseJson } from './parse-json.ts';
import { ACCOUNT, AwsError, notImplemented, REGION } from './service.ts';

/** Where a rule sends what it matches, as in `AWS::Events::Rule` `Targets`. */
export interface EventTarget {
  readonly id: string;
  readonly arn: string;
  /** JSON text that is sent in place of the event. */
  readonly input?: string;
  /** The part of the event that is sent, e.g. `$.detail`. */
  readonly inputPath?: string;
  /** Refused: not spoken. */
  readonly inputTransformer?: unknown;
  readonly deadLetterArn?: string;
  /** Bounds the retries, which are few on a laptop. */
  readonly maximumRetryAttempts?: number;
}

/** A rule as in `AWS::Events::Rule`, its references resolved. */
export interface RuleSettings {
  readonly name: string;
  /** Name or ARN; `default` unless told. */
  readonly busName?: string;
  /** The event pattern, as an object or as JSON text. */
  readonly pattern?: unknown;
  /** `rate(…)` or `cron(…)`, on the default bus only. */
  readonly schedule?: string;
  readonly targets: readonly EventTarget[];
  /** True unless told. */
  readonly enabled?: boolean;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly matches?: EventPattern;
  readonly schedule?: Schedule;
  readonly targets: ReadonlyMap<string, EventTarget>;
}

const PREFIX = `arn:aws:events:${REGION}:${ACCOUNT}`;
const INPUT_PATH = /^\$(\.[A-Za-z_][\w-]*)*$/;

export function busArn(nameOrArn: string): string {
  return `${PREFIX}:event-bus/${busName(nameOrArn)}`;
}

/** The name that a bus name or ARN stands for. */
export function busName(nameOrArn: string | undefined): string {
  return nameOrArn === undefined ? 'default' : nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

/** Compiles a rule, so that what is wrong with it shows when it is made and not at the first event. */
export function compileRule(settings: RuleSettings): Rule {
  const { name, pattern, schedule, targets } = settings;
  const bus = busName(settings.busName);
  if (pattern === undefined && schedule === undefined) {
    throw new AwsError(
      'ValidationException',
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    );
  }
  if (schedule !== undefined && bus !== 'default') {
    throw new AwsError(
      'ValidationException',
      'ScheduleExpression is supported only on the default event bus.',
    );
  }
  for (const target of targets) checkTarget(target);
  return {
    name,
    arn: `${PREFIX}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`,
    busName: bus,
    targets: new Map(targets.map((target) => [target.id, target])),
    ...(pattern !== undefined && {
      matches: compilePattern(typeof pattern === 'string' ? parseJson(pattern) : pattern),
    }),
    ...(schedule !== undefined && { schedule: compileSchedule(schedule) }),
  };
}

/** What a target is sent for an event. */
export function targetInput(target: EventTarget, event: object): unknown {
  if (target.input !== undefined) return JSON.parse(target.input);
  let part: unknown = event;
  for (const name of target.inputPath?.split('.').slice(1) ?? []) {
    part =
      typeof part === 'object' && part !== null && Object.hasOwn(part, name) ? Reflect.get(part, name) : null;
  }
  return part;
}

function checkTarget(target: EventTarget): void {
  if (target.inputTransformer !== undefined)
    throw notImplemented('events', 'PutTargets with InputTransformer');
  if (target.inputPath !== undefined && !INPUT_PATH.test(target.inputPath)) {
    throw notImplemented('events', `PutTargets with InputPath ${target.inputPath}`);
  }
  if (target.input !== undefined && parseJson(target.input) === undefined) {
    throw new AwsError('ValidationException', `The Input of target ${target.id} is not JSON.`);
  }
}
