import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Pool } from 'undici';

import type { Engine } from './dynamodb/engine.ts';
import { isAnswering, startEngine } from './dynamodb/engine.ts';
import { askForUnits, readUnits, type ConsumedUnits } from './dynamodb/consumed-units.ts';
import { ensureTable } from './dynamodb/ensure-table.ts';
import type { TableAttributes } from './dynamodb/ensure-table.ts';
import { dynamoDbPermissions, WRITES } from './dynamodb/permissions.ts';
import type { AwsCall, AwsReply, LocalService } from './service.ts';
import { AwsError, REGION } from './service.ts';

/** DynamoDB of the laptop cloud: an engine of its own process behind the one port. */
export interface DynamoDb extends LocalService {
  /** The engine's own address: for streams, past the permission check. */
  readonly endpoint: string;
  /** The engine's SQLite file; absent where `DYNAMODB_ENDPOINT` names another engine. */
  readonly dbPath?: string;
  /** Creates the table of a template's resource, or brings a present one up to it. */
  ensureTable(table: { readonly name: string; readonly properties: unknown }): Promise<TableAttributes>;
  /** Tells of every write that went through, so that streams need not wait for their next poll. The answer unsubscribes. */
  onWrite(listener: () => void): () => void;
  /** Tells of the request units of every call. */
  onUnits(listener: (units: ConsumedUnits) => void): void;
}

/** Of one connection; what is named here belongs to a hop, not to the message. */
const HOP_HEADERS = new Set([
  'connection',
  'content-length',
  'date',
  'expect',
  'host',
  'keep-alive',
  'server',
  'transfer-encoding',
]);
const CONNECTIONS = 16;

/**
 * Starts dynoxide on `dbPath`, or uses the engine at `DYNAMODB_ENDPOINT`, and passes requests through as they are:
 * the engine speaks DynamoDB's protocol and errors itself.
 */
export async function createDynamoDb(options: {
  readonly dbPath: string;
  readonly port?: number;
  readonly log: (line: string) => void;
  /** Another engine's address; `DYNAMODB_ENDPOINT` by default. */
  readonly endpoint?: string | undefined;
}): Promise<DynamoDb> {
  const { dbPath, log, endpoint: foreign = process.env['DYNAMODB_ENDPOINT'] } = options;
  const engine =
    foreign === undefined ? await startEngine({ dbPath, port: options.port, log }) : await attach(foreign);
  const pool = new Pool(engine.endpoint, { connections: CONNECTIONS, keepAliveTimeout: 60_000 });
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const listeners = new Set<() => void>();
  let onUnits: ((units: ConsumedUnits) => void) | undefined;

  const pass = async ({
    http,
    operation,
  }: AwsCall): Promise<Required<AwsReply> & { readonly body: Buffer }> => {
    try {
      const answer = await pool.request({
        method: 'POST',
        path: http.path,
        headers: endToEnd(http.headers),
        body: onUnits === undefined ? http.body : askForUnits(operation, http.body),
      });
      const body = Buffer.from(await answer.body.arrayBuffer());
      return { status: answer.statusCode, headers: endToEnd(answer.headers), body };
    } catch (error) {
      const reason = engine.alive() ? String(error) : 'its process has ended';
      throw new AwsError('InternalServerError', `The DynamoDB engine does not answer: ${reason}`, {
        status: 500,
      });
    }
  };

  return {
    signingName: 'dynamodb',
    endpoint: engine.endpoint,
    ...(foreign === undefined && { dbPath }),
    operation: (http) => {
      const target = http.headers['x-amz-target'];
      if (typeof target === 'string') return target.slice(target.indexOf('.') + 1);
      throw new AwsError('UnknownOperationException', 'The request names no operation.');
    },
    permissions: dynamoDbPermissions,
    handle: async (call) => {
      const reply = await pass(call);
      const units = onUnits && readUnits(call.operation, reply.body);
      if (units !== undefined) onUnits?.(units);
      if (reply.status === 200 && WRITES.has(call.operation)) for (const listener of listeners) listener();
      return reply;
    },
    ensureTable: (table) => ensureTable({ client, ...table }),
    onWrite: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onUnits: (listener) => {
      onUnits = listener;
    },
    close: async () => {
      listeners.clear();
      client.destroy();
      await pool.destroy();
      await engine.stop();
    },
  };
}

async function attach(endpoint: string): Promise<Engine> {
  if (!(await isAnswering(endpoint)))
    throw new Error(`No DynamoDB engine answers at DYNAMODB_ENDPOINT ${endpoint}.`);
  return { endpoint, alive: () => true, stop: async () => {} };
}

function endToEnd(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_HEADERS.has(name)) kept[name] = String(value);
  }
  return kept;
}
