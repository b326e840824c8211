import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from './clock.ts';
import { createJsonService, jsonOperation } from './json-service.ts';
import { checkSchedule, compileTimes, ScheduleInput, ScheduleName } from './scheduler-input.ts';
import { createFiring, type SendAs } from './scheduler-firing.ts';
import { arnOf, createScheduleStore, SCHEDULER_ARN, type StoredSchedule } from './scheduler-store.ts';
import { AwsError, notImplemented, type AwsCall, type LocalService } from './service.ts';

/** The local EventBridge Scheduler: groups and recurring schedules that send to queues. */
export interface Scheduler extends LocalService {
  /** Makes a group known; `default` always is. */
  ensureGroup(name: string): { readonly arn: string };
  /** Begins to fire: each schedule that missed times meanwhile fires for the last of them. */
  start(): void;
  /** Lets a schedule fire now, beside its times. False where there is none of this name. */
  fire(name: string): boolean;
}

const PATH = /^\/schedules\/([^/]+)$/;
const OPERATIONS: Readonly<Record<string, string>> = {
  POST: 'CreateSchedule',
  PUT: 'UpdateSchedule',
  GET: 'GetSchedule',
  DELETE: 'DeleteSchedule',
};

/** EventBridge Scheduler as its clients see it; operations and errors as in its API Reference. */
export function createScheduler(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly send: SendAs;
  /** Whether Scheduler may assume a role. */
  readonly trusts: (roleArn: string) => boolean;
  readonly log?: (message: string) => void;
  readonly newId?: () => string;
  readonly retryDelaysMs?: readonly number[];
}): Scheduler {
  const { state, clock, trusts, log = () => {}, newId = randomUUID } = options;
  const { retryDelaysMs = [200, 1000, 5000] } = options;
  const store = createScheduleStore(state);
  const groups = new Set(['default']);
  const firing = createFiring({ ...options, log, newId, retryDelaysMs, store });

  const existing = ({ GroupName, Name }: { GroupName: string; Name: string }): StoredSchedule => {
    const schedule = store.find(GroupName, Name);
    if (schedule === undefined) throw missing(`Schedule ${Name} does not exist.`);
    return schedule;
  };

  const save = (input: ScheduleInput, created: number): object => {
    const now = clock.now();
    if (!groups.has(input.GroupName)) throw missing(`Schedule group ${input.GroupName} does not exist.`);
    checkSchedule(input, now);
    if (!trusts(input.Target.RoleArn)) {
      const message =
        'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
      throw new AwsError('ValidationException', message);
    }
    const schedule = { input, created, modified: now, next: compileTimes(input, created)(now - 1) };
    store.put(schedule);
    firing.arm(schedule);
    return { ScheduleArn: arnOf(input) };
  };

  const writes = (action: string) => (input: ScheduleInput) => [
    { action: `scheduler:${action}`, resource: arnOf(input) },
    {
      action: 'iam:PassRole',
      resource: input.Target.RoleArn,
      context: { 'iam:passedtoservice': 'scheduler.amazonaws.com' },
    },
  ];
  const names = (action: string) => (input: { GroupName: string; Name: string }) => [
    { action: `scheduler:${action}`, resource: arnOf(input) },
  ];

  const service = createJsonService({
    signingName: 'scheduler',
    readOperation,
    operations: {
      CreateSchedule: jsonOperation({
        input: ScheduleInput,
        permissions: writes('CreateSchedule'),
        perform(input) {
          if (store.find(input.GroupName, input.Name) !== undefined)
            throw new AwsError('ConflictException', `Schedule ${input.Name} already exists.`, {
              status: 409,
            });
          return save(input, clock.now());
        },
      }),
      UpdateSchedule: jsonOperation({
        input: ScheduleInput,
        permissions: writes('UpdateSchedule'),
        perform: (input) => save(input, existing(input).created),
      }),
      GetSchedule: jsonOperation({
        input: ScheduleName,
        permissions: names('GetSchedule'),
        perform(input) {
          const { input: known, created, modified } = existing(input);
          const dates = { CreationDate: created / 1000, LastModificationDate: modified / 1000 };
          return { ...known, ...dates, Arn: arnOf(known) };
        },
      }),
      DeleteSchedule: jsonOperation({
        input: ScheduleName,
        permissions: names('DeleteSchedule'),
        perform(input) {
          existing(input);
          firing.disarm(arnOf(input));
          store.remove(input.GroupName, input.Name);
          return {};
        },
      }),
    },
  });

  return {
    signingName: service.signingName,
    operation: service.operation,
    permissions: (call) => service.permissions(named(call)),
    handle: (call) => service.handle(named(call)),
    ensureGroup(name) {
      groups.add(name);
      return { arn: `${SCHEDULER_ARN}:schedule-group/${name}` };
    },
    start: () => firing.start(),
    fire(name) {
      const schedule = store.all().find(({ input }) => input.Name === name);
      if (schedule !== undefined) firing.fireNow(schedule);
      return schedule !== undefined;
    },
    close: async () => firing.close(),
  };
}

function readOperation({ method, path }: AwsCall['http']): string {
  const operation = PATH.test(path) ? OPERATIONS[method] : undefined;
  if (operation === undefined) throw notImplemented('scheduler', `${method} ${path}`);
  return operation;
}

/** The input with what a REST call carries in its path and query. */
function named(call: AwsCall): AwsCall {
  const { path, query } = call.http;
  const [, name = ''] = PATH.exec(path) ?? [];
  const group = query.get('groupName');
  const input = {
    ...call.input,
    Name: decodeURIComponent(name),
    ...(group === null ? {} : { GroupName: group }),
  };
  return { ...call, input };
}

function missing(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404 });
}
