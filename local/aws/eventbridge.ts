import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { Clock } from './clock.ts';
import { createDeliveries } from './eventbridge-delivery.ts';
import type { Deliver, SendDeadLetter } from './eventbridge-delivery.ts';
import { checkSize, PutEventsInput, scheduledEvent, toEnvelope } from './eventbridge-entry.ts';
import type { Entry } from './eventbridge-entry.ts';
import { createEventRecord } from './eventbridge-record.ts';
import type { EventEnvelope } from './eventbridge-record.ts';
import { busArn, busName, compileRule, targetInput } from './eventbridge-rules.ts';
import type { Rule, RuleSettings } from './eventbridge-rules.ts';
import { createJsonService, jsonOperation } from './json-service.ts';
import { transact } from './open-state.ts';
import type { LocalService } from './service.ts';
import { AwsError } from './service.ts';

/** The local EventBridge: buses, rules by pattern and by schedule, deliveries that are tried again. */
export interface EventBridge extends LocalService {
  /** Makes a bus known; `default` always is. */
  ensureBus(name: string): { readonly name: string; readonly arn: string };
  /** Makes a rule, or replaces the one of its name. Throws `InvalidEventPatternException`, `ValidationException`. */
  ensureRule(rule: RuleSettings): { readonly arn: string };
  /** Begins to deliver, first what an earlier process left, and to fire schedules. Events before it are kept. */
  start(): void;
  /** Lets a rule with a schedule fire now, beside its schedule. False where there is none of this name. */
  fire(ruleName: string): boolean;
  /** What reached the buses, newest first; `runId` asks for events whose `detail.runId` it is. */
  recordedEvents(query?: { readonly runId?: string | undefined; readonly limit?: number }): EventEnvelope[];
}

/** EventBridge as its clients see it; operations and errors as in the Amazon EventBridge API Reference. */
export function createEventBridge(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly deliver: Deliver;
  readonly deadLetter: SendDeadLetter;
  readonly log?: (message: string) => void;
  readonly newId?: () => string;
  readonly retryDelaysMs?: readonly number[];
}): EventBridge {
  const { state, clock, log = () => {}, newId = randomUUID, retryDelaysMs = [200, 1000, 5000] } = options;
  const record = createEventRecord(state);
  const buses = new Map<string, Map<string, Rule>>([['default', new Map()]]);
  const timers = new Map<string, () => void>();
  let isStarted = false;
  const findRule = (bus: string, name: string) => buses.get(bus)?.get(name);
  const deliveries = createDeliveries({ ...options, log, retryDelaysMs, findRule });

  /** One transaction notes the event and all that it sets off; a crash leaves both or neither. */
  const accept = (event: EventEnvelope, rules: Iterable<Rule>): void => {
    const noted = transact(state, () => {
      record.add(event);
      return [...rules].flatMap((rule) =>
        [...rule.targets.values()].map((target) => deliveries.note(rule, target, targetInput(target, event))),
      );
    });
    deliveries.dispatch(noted);
  };

  const put = (entry: Entry): object => {
    try {
      const event = toEnvelope(entry, { id: newId(), now: clock.now() });
      const rules = buses.get(busName(entry.EventBusName));
      if (rules === undefined)
        throw new AwsError('InvalidArgument', `Event bus ${entry.EventBusName} does not exist.`);
      accept(
        event,
        [...rules.values()].filter((rule) => rule.matches?.(event) === true),
      );
      return { EventId: event.id };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { ErrorCode: error.code, ErrorMessage: error.message };
    }
  };

  const arm = (rule: Rule, after: number): void => {
    timers.get(rule.arn)?.();
    timers.delete(rule.arn);
    const time = rule.schedule?.(after);
    if (time === undefined) return;
    const fire = (): void => {
      // A timer may be early by a moment, and a laptop may have slept past many times.
      arm(rule, Math.max(time, clock.now()));
      accept(scheduledEvent({ id: newId(), time, ruleArn: rule.arn }), [rule]);
    };
    timers.set(rule.arn, clock.after(time - clock.now(), fire));
  };

  const service = createJsonService({
    signingName: 'events',
    operations: {
      PutEvents: jsonOperation({
        input: PutEventsInput,
        permissions: ({ Entries }) => {
          const arns = new Set(Entries.map((entry) => busArn(busName(entry.EventBusName))));
          return [...arns].map((resource) => ({ action: 'events:PutEvents', resource }));
        },
        perform: ({ Entries: entries }) => {
          checkSize(entries);
          const Entries = entries.map(put);
          return { Entries, FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length };
        },
      }),
    },
  });

  return {
    ...service,
    ensureBus(name) {
      if (!buses.has(name)) buses.set(name, new Map());
      return { name, arn: busArn(name) };
    },
    ensureRule(settings) {
      const rule = compileRule(settings);
      const rules = buses.get(rule.busName);
      if (rules === undefined) {
        throw new AwsError('ResourceNotFoundException', `Event bus ${rule.busName} does not exist.`);
      }
      timers.get(rule.arn)?.();
      timers.delete(rule.arn);
      if (settings.enabled === false) rules.delete(rule.name);
      else rules.set(rule.name, rule);
      if (isStarted && settings.enabled !== false) arm(rule, clock.now());
      return { arn: rule.arn };
    },
    fire(ruleName) {
      const rule = buses.get('default')?.get(ruleName);
      if (rule?.schedule === undefined) return false;
      accept(scheduledEvent({ id: newId(), time: clock.now(), ruleArn: rule.arn }), [rule]);
      return true;
    },
    start() {
      isStarted = true;
      deliveries.start();
      for (const rules of buses.values()) for (const rule of rules.values()) arm(rule, clock.now());
    },
    recordedEvents: ({ runId, limit = 100 } = {}) => record.list({ runId, limit }),
    async close() {
      isStarted = false;
      for (const cancel of timers.values()) cancel();
      timers.clear();
      deliveries.close();
    },
  };
}
