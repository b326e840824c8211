/** Request units that a call took, as DynamoDB bills them: transactions twice, indexes with the table. */
export interface ConsumedUnits {
  readonly kind: 'read' | 'write';
  readonly units: number;
}

/** Operations that tell what they took, where they are asked. */
const KINDS: ReadonlyMap<string, ConsumedUnits['kind']> = new Map([
  ['GetItem', 'read'],
  ['BatchGetItem', 'read'],
  ['TransactGetItems', 'read'],
  ['Query', 'read'],
  ['Scan', 'read'],
  ['PutItem', 'write'],
  ['UpdateItem', 'write'],
  ['DeleteItem', 'write'],
  ['BatchWriteItem', 'write'],
  ['TransactWriteItems', 'write'],
]);

const QUESTION = '"ReturnConsumedCapacity":';
const ANSWER = /"ConsumedCapacity":(\{[^{}]*\}|\[[^[\]]*\])/;
/** The units of one table; what follows in the answer says the same of reads and writes apart. */
const UNITS = /"CapacityUnits":([\d.]+)/g;

/** The body of a request, asking what it takes. Nothing is parsed: the engine does that. */
export function askForUnits(operation: string, body: Buffer): Buffer {
  if (!KINDS.has(operation) || body.length < 3 || body.includes(QUESTION)) return body;
  return Buffer.concat([Buffer.from(`{${QUESTION}"TOTAL",`), body.subarray(body.indexOf('{') + 1)]);
}

/** What the answer tells; undefined where it tells nothing. */
export function readUnits(operation: string, reply: Buffer): ConsumedUnits | undefined {
  const kind = KINDS.get(operation);
  const told = kind && ANSWER.exec(reply.toString('utf8'))?.[1];
  if (kind === undefined || told === undefined) return undefined;
  const units = [...told.matchAll(UNITS)].reduce((sum, [, count]) => sum + Number(count), 0);
  return { kind, units };
}
