import type { Clock } from './clock.ts';
import { compileTimes } from './scheduler-input.ts';
import { arnOf, type createScheduleStore, type StoredSchedule } from './scheduler-store.ts';

/** Sends to a queue in the name of a role; a rejection is tried again. */
export type SendAs = (letter: {
  readonly roleArn: string;
  readonly queueArn: string;
  readonly body: string;
}) => Promise<void>;

/** Lets schedules fire at their times, and tries again what could not be sent. */
export function createFiring(options: {
  readonly store: ReturnType<typeof createScheduleStore>;
  readonly clock: Clock;
  readonly send: SendAs;
  readonly log: (message: string) => void;
  readonly newId: () => string;
  /** Waits between the attempts; one attempt more is made. */
  readonly retryDelaysMs: readonly number[];
}) {
  const { store, clock, send, log, newId, retryDelaysMs } = options;
  const timers = new Map<string, () => void>();
  let isStarted = false;

  const disarm = (arn: string): void => {
    timers.get(arn)?.();
    timers.delete(arn);
  };

  const arm = (schedule: StoredSchedule): void => {
    const { input, next } = schedule;
    const arn = arnOf(input);
    disarm(arn);
    if (!isStarted || next === undefined || input.State === 'DISABLED') return;
    timers.set(
      arn,
      clock.after(next - clock.now(), () => fireDue(schedule, lastMissed(schedule, clock.now()))),
    );
  };

  const fireDue = (schedule: StoredSchedule, time: number): void => {
    deliver(schedule, time)
      .then(() => moveOn(schedule, time))
      .catch((error: unknown) => log(`scheduler: ${schedule.input.Name} could not fire: ${String(error)}`));
  };

  /** To the next time, unless the schedule has been changed or deleted while it fired. */
  const moveOn = ({ input, modified }: StoredSchedule, time: number): void => {
    const present = isStarted ? store.find(input.GroupName, input.Name) : undefined;
    if (present === undefined || present.modified !== modified) return;
    const next = compileTimes(input, present.created)(time);
    if (next === undefined && input.ActionAfterCompletion === 'DELETE') {
      store.remove(input.GroupName, input.Name);
      return;
    }
    const moved = { ...present, next };
    store.put(moved);
    arm(moved);
  };

  const deliver = async ({ input }: StoredSchedule, time: number): Promise<void> => {
    const { Arn, RoleArn, Input, DeadLetterConfig, RetryPolicy } = input.Target;
    const executionId = newId();
    for (let attempt = 1; ; attempt += 1) {
      const facts = { arn: arnOf(input), time, executionId, attempt };
      try {
        await send({ roleArn: RoleArn, queueArn: Arn, body: withFacts(Input, facts) });
        return;
      } catch (error) {
        const delays = retryDelaysMs.slice(0, RetryPolicy?.MaximumRetryAttempts);
        const delay = delays[attempt - 1];
        if (delay === undefined) {
          log(`scheduler: ${input.Name} could not reach ${Arn}: ${String(error)}`);
          if (DeadLetterConfig === undefined) return;
          return send({ roleArn: RoleArn, queueArn: DeadLetterConfig.Arn, body: withFacts(Input, facts) });
        }
        await new Promise<void>((resolve) => void clock.after(delay, resolve));
        // What is left when the cloud stops is repeated at its next start.
        if (!isStarted) throw error;
      }
    }
  };

  return {
    arm,
    disarm,
    fireNow(schedule: StoredSchedule): void {
      deliver(schedule, clock.now()).catch((error: unknown) => log(`scheduler: ${String(error)}`));
    },
    start(): void {
      isStarted = true;
      for (const schedule of store.all()) arm(schedule);
    },
    close(): void {
      isStarted = false;
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}

/** The last time that is over: a laptop may have slept past many. */
function lastMissed({ input, created, next = 0 }: StoredSchedule, now: number): number {
  const times = compileTimes(input, created);
  let time = next;
  for (;;) {
    const later = times(time);
    if (later === undefined || later > now) return time;
    time = later;
  }
}

/** The context attributes of a target's input (Scheduler User Guide, "Adding context attributes"). */
function withFacts(
  text: string,
  facts: {
    readonly arn: string;
    readonly time: number;
    readonly executionId: string;
    readonly attempt: number;
  },
): string {
  return text
    .replaceAll('<aws.scheduler.schedule-arn>', facts.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', `${new Date(facts.time).toISOString().slice(0, 19)}Z`)
    .replaceAll('<aws.scheduler.execution-id>', facts.executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(facts.attempt));
}
