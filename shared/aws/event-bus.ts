import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE, type DomainEvent } from '../domain/events.ts';
import { clientOptions } from './client-options.ts';

/** Of one PutEvents call. */
const BATCH = 10;

/** Puts events on the bus; answers, for each, undefined or the name of the error that kept it off. */
export type PutEvents = (events: readonly DomainEvent[]) => Promise<readonly (string | undefined)[]>;

/** An EventBridge bus. `detail` is the event itself; its `id` is what receivers deduplicate by. */
export function createEventBus({
  busName,
  client = new EventBridgeClient(clientOptions()),
}: {
  busName: string;
  client?: EventBridgeClient;
}): PutEvents {
  const put = async (events: readonly DomainEvent[]): Promise<readonly (string | undefined)[]> => {
    const command = new PutEventsCommand({
      Entries: events.map((event) => ({
        EventBusName: busName,
        Source: EVENT_SOURCE,
        DetailType: event.type,
        Time: new Date(event.time),
        Detail: JSON.stringify(event),
      })),
    });
    try {
      const { Entries: answers = [] } = await client.send(command);
      // An entry has an id where it was taken; anything else, a missing answer too, was not.
      return events.map((_, at) =>
        answers[at]?.EventId === undefined ? (answers[at]?.ErrorCode ?? 'NoAnswer') : undefined,
      );
    } catch (error) {
      const name = error instanceof Error ? error.name : 'UnknownError';
      return events.map(() => name);
    }
  };
  return async (events) => {
    const results: (string | undefined)[] = [];
    for (let at = 0; at < events.length; at += BATCH)
      results.push(...(await put(events.slice(at, at + BATCH))));
    return results;
  };
}
