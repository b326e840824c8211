import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from './aws/clock.ts';
import type { CallNotice } from './aws/endpoint.ts';
import type { Blueprint } from './blueprint.ts';
import { consumeQueue, type Consumer } from './event-sources/queue-consumer.ts';
import { consumeTableStream, type StreamMapping } from './event-sources/stream-consumers.ts';
import type { Access } from './iam/access.ts';
import type { LambdaRuntime } from './lambda/runtime.ts';
import type { PrincipalFunction } from './provision/read-functions.ts';
import { readEventSources, type EventSource } from './provision/read-event-sources.ts';
import { sendTo, type CloudServices } from './services.ts';
import type { ResolvedResource } from './template/resolved-resource.ts';

/** What a poller does in the function's name (Lambda Developer Guide, "Event source mapping" permissions). */
const POLLER_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  sqs: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
  dynamodb: ['DescribeStream', 'GetRecords', 'GetShardIterator'],
};

/**
 * Starts the template's event source mappings. Throws, as creating the mapping on AWS would, where the function's role
 * may not read the source; and for sources other than queues and table streams.
 */
export async function startEventSources(options: {
  readonly blueprint: Blueprint;
  readonly services: CloudServices;
  readonly runtime: LambdaRuntime;
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly onCall: (notice: CallNotice) => void;
  readonly log: (message: string) => void;
}): Promise<Consumer> {
  const { services, runtime, state, clock, onCall, log } = options;
  const { resources, functions, access } = options.blueprint;
  const wanted = readEventSources(resources).map((source) => {
    const { definition, principal } = functionOf(source, functions);
    requirePollerActions(source, principal, access);
    const invoke = (payload: string) => runtime.invoke(definition.name, payload);
    return { source, definition, principal, invoke, service: serviceOf(source) };
  });
  const streams = new Map<string, StreamMapping[]>();
  for (const { source, definition, principal, invoke } of wanted.filter(
    ({ service }) => service === 'dynamodb',
  )) {
    const mapping: StreamMapping = {
      source,
      functionArn: definition.arn,
      invoke,
      onFailure: async (destination, notice) =>
        void (await services.call(sendTo(destination, notice, principal))),
    };
    const table = tableOf(source, resources);
    streams.set(table, [...(streams.get(table) ?? []), mapping]);
  }

  // From here on something runs: what can be wrong with the template has been found.
  const consumers: Consumer[] = [];
  for (const [tableName, mappings] of streams) {
    consumers.push(
      await consumeTableStream({ dynamodb: services.dynamodb, tableName, mappings, state, log }),
    );
  }
  for (const { source, principal, invoke } of wanted.filter(({ service }) => service === 'sqs')) {
    const onReceived = () => onCall({ service: 'sqs', operation: 'ReceiveMessage', principal });
    const queueUrl = source.EventSourceArn;
    consumers.push(
      consumeQueue({ source, queueUrl, principal, call: services.call, onReceived, invoke, clock, log }),
    );
  }
  return { close: async () => void (await Promise.all(consumers.map((consumer) => consumer.close()))) };
}

function functionOf(source: EventSource, functions: readonly PrincipalFunction[]): PrincipalFunction {
  const { FunctionName: name } = source;
  const found = functions.find(({ definition }) => definition.name === name || definition.arn === name);
  if (!found) throw new Error(`The event source ${source.id} names a function that does not exist: ${name}.`);
  return found;
}

function requirePollerActions(source: EventSource, principal: string, access: Access): void {
  const service = serviceOf(source);
  const missing = (POLLER_ACTIONS[service] ?? []).find(
    (action) =>
      !access.allows(principal, { action: `${service}:${action}`, resource: source.EventSourceArn }),
  );
  if (missing !== undefined)
    throw new Error(
      `The role of ${principal} lacks ${service}:${missing} on ${source.EventSourceArn} (${source.id}).`,
    );
}

function serviceOf({ EventSourceArn, id }: EventSource): string {
  const service = EventSourceArn.split(':')[2] ?? '';
  if (!(service in POLLER_ACTIONS))
    throw new Error(`The laptop cloud cannot poll ${EventSourceArn} (${id}).`);
  return service;
}

function tableOf(source: EventSource, resources: readonly ResolvedResource[]): string {
  const table = resources.find(({ attributes }) => attributes['StreamArn'] === source.EventSourceArn);
  if (!table)
    throw new Error(`${source.EventSourceArn} is the stream of no table of the template (${source.id}).`);
  return table.name;
}
