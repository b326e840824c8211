import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import type { Clock } from './clock.ts';
import type { EventTarget, Rule } from './eventbridge-rules.ts';

/** Hands what a rule matched to its target; a rejection is tried again. */
export type Deliver = (target: EventTarget, event: unknown) => Promise<void>;

/** Sends what could not be delivered to a queue, with the attributes that EventBridge adds. */
export type SendDeadLetter = (letter: {
  readonly queueArn: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}) => Promise<void> | void;

const Delivery = z.object({
  id: z.number(),
  bus: z.string(),
  rule: z.string(),
  target: z.string(),
  input: z.string(),
  /** Attempts that failed. */
  failures: z.number(),
});
type Delivery = z.infer<typeof Delivery>;

/** Deliveries are kept until they succeed or are given up, so that a restart loses none. */
export function createDeliveries(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly deliver: Deliver;
  readonly deadLetter: SendDeadLetter;
  readonly findRule: (bus: string, name: string) => Rule | undefined;
  readonly log: (message: string) => void;
  /** Waits between the attempts; one attempt more is made. */
  readonly retryDelaysMs: readonly number[];
}) {
  const { state, clock, deliver, deadLetter, findRule, log, retryDelaysMs } = options;
  state.exec(`create table if not exists events_deliveries (
    id integer primary key, bus text not null, rule text not null, target text not null, input text not null,
    failures integer not null)`);
  const insert = state.prepare(
    'insert into events_deliveries (bus, rule, target, input, failures) values (?, ?, ?, ?, 0) returning *',
  );
  const update = state.prepare('update events_deliveries set failures = ? where id = ?');
  const remove = state.prepare('delete from events_deliveries where id = ?');
  const cancels = new Set<() => void>();
  let isOpen = false;

  const attempt = async (delivery: Delivery): Promise<void> => {
    const rule = findRule(delivery.bus, delivery.rule);
    const target = rule?.targets.get(delivery.target);
    if (rule === undefined || target === undefined) {
      log(`events: ${delivery.rule} no longer has the target ${delivery.target}; a delivery is dropped.`);
      remove.run(delivery.id);
      return;
    }
    try {
      await deliver(target, JSON.parse(delivery.input));
    } catch (error) {
      if (isOpen) await fail({ delivery, rule, target, error });
      return;
    }
    // After closing, the row stays and the delivery is repeated at the next start: at least once.
    if (isOpen) remove.run(delivery.id);
  };

  const fail = async (failed: {
    delivery: Delivery;
    rule: Rule;
    target: EventTarget;
    error: unknown;
  }): Promise<void> => {
    const { delivery, target } = failed;
    const failures = delivery.failures + 1;
    const delays = retryDelaysMs.slice(0, target.maximumRetryAttempts);
    const delay = delays[failures - 1];
    if (delay === undefined) {
      await giveUp({ ...failed, retries: failures - 1 });
      if (isOpen) remove.run(delivery.id);
      return;
    }
    update.run(failures, delivery.id);
    const cancel = clock.after(delay, () => {
      cancels.delete(cancel);
      run({ ...delivery, failures });
    });
    cancels.add(cancel);
  };

  const giveUp = async (given: {
    readonly delivery: Delivery;
    readonly rule: Rule;
    readonly target: EventTarget;
    readonly error: unknown;
    readonly retries: number;
  }): Promise<void> => {
    const { delivery, rule, target, error, retries } = given;
    const reason = error instanceof Error ? error.message : String(error);
    log(`events: ${rule.name} could not reach ${target.arn}: ${reason}`);
    if (target.deadLetterArn === undefined) return;
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: error instanceof Error ? error.name : 'Error',
      ERROR_MESSAGE: reason,
      RETRY_ATTEMPTS: String(retries),
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    };
    await deadLetter({ queueArn: target.deadLetterArn, body: delivery.input, attributes });
  };

  const run = (delivery: Delivery): void => {
    attempt(delivery).catch((error: unknown) => log(`events: a delivery failed: ${String(error)}`));
  };

  return {
    /** Notes a delivery in the caller's transaction; it is made by `dispatch`, or at the next start. */
    note(rule: Rule, target: EventTarget, input: unknown): Delivery {
      return Delivery.parse(insert.get(rule.busName, rule.name, target.id, JSON.stringify(input)));
    },
    dispatch(noted: readonly Delivery[]): void {
      if (isOpen) for (const delivery of noted) run(delivery);
    },
    /** Opens for deliveries, and makes those that an earlier process noted. */
    start(): void {
      isOpen = true;
      const left = z
        .array(Delivery)
        .parse(state.prepare('select * from events_deliveries order by id').all());
      for (const delivery of left) run(delivery);
    },
    close(): void {
      isOpen = false;
      for (const cancel of cancels) cancel();
    },
  };
}
