import * as z from 'zod';

import { Json, MAX_STATE_BYTES, parseJson } from '../asl/json.ts';
import type { Clock } from './clock.ts';
import { jsonOperation } from './json-service.ts';
import { AwsError } from './service.ts';
import { executionArn, machineArn, requireExecutionArn } from './step-functions-arns.ts';
import { requireMachine } from './step-functions-machines.ts';
import type { Runs } from './step-functions-runs.ts';
import type { EventRow, ExecutionRow, MachineRow, StepFunctionsStore } from './step-functions-store.ts';

const Arn = z.string().min(1).max(256);
const includedData = z.enum(['ALL_DATA', 'METADATA_ONLY']).optional();
const maxResults = z.int().min(0).max(1000).optional();
const nextToken = z
  .string()
  .regex(/^\d{1,15}$/)
  .optional();
const StartInput = z.strictObject({
  stateMachineArn: Arn,
  name: z.string().min(1).optional(),
  input: z
    .string()
    .refine(
      (text) => Buffer.byteLength(text) <= MAX_STATE_BYTES,
      `must have at most ${MAX_STATE_BYTES} bytes`,
    )
    .optional(),
  traceHeader: z.string().max(256).optional(),
});
/** API reference, StartExecution, `name`: no white space, brackets, wildcards, special or control characters. */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

interface Parts {
  readonly store: StepFunctionsStore;
  readonly runs: Runs;
  readonly clock: Clock;
  readonly uuid: () => string;
  readonly retentionMs: number;
}

/** Starting, stopping and reading executions. */
export function createExecutionOperations({ store, runs, clock, uuid, retentionMs }: Parts) {
  const begin = ({ stateMachineArn, name = uuid(), input = '{}' }: z.infer<typeof StartInput>) => {
    const machine = requireMachine(store, stateMachineArn);
    if (!NAME.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
    return { machine, name, text: input, input: readInput(input) };
  };

  const startStandard = ({ machine, name, text }: { machine: MachineRow; name: string; text: string }) => {
    const arn = executionArn({ machine: machine.name, name });
    const same = store.execution(arn);
    if (same !== undefined && (same.stopped_at ?? Infinity) > clock.now() - retentionMs) {
      if (same.status === 'RUNNING' && same.input === text) return same;
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const at = clock.now();
    const { name: machineName, role } = machine;
    store.addExecution({ arn, name, machine: machineName, role, input: text, started_at: at });
    store.addEvent(arn, {
      id: 1,
      at,
      type: 'ExecutionStarted',
      details: { name: 'executionStartedEventDetails', value: { input: text } },
    });
    const row = requireExecution(store, arn);
    runs.drive(row);
    return row;
  };

  return {
    StartExecution: jsonOperation({
      input: StartInput,
      permissions: ({ stateMachineArn }) => [{ action: 'states:StartExecution', resource: stateMachineArn }],
      perform(given) {
        const start = begin(given);
        if (start.machine.type === 'EXPRESS') {
          const { arn, startedAt } = runs.express(start);
          return { executionArn: arn, startDate: startedAt / 1000 };
        }
        const row = startStandard(start);
        return { executionArn: row.arn, startDate: row.started_at / 1000 };
      },
    }),
    StartSyncExecution: jsonOperation({
      input: StartInput.extend({ includedData }),
      permissions: ({ stateMachineArn }) => [
        { action: 'states:StartSyncExecution', resource: stateMachineArn },
      ],
      async perform(given) {
        const { machine, name, text, input } = begin(given);
        if (machine.type !== 'EXPRESS') throw unsupported();
        const { arn, startedAt, ending } = runs.express({ machine, name, input });
        const end = await ending;
        if (end.status === 'interrupted' || end.status === 'ABORTED') {
          throw new AwsError('ServiceUnavailable', 'The laptop cloud is shutting down.', { status: 503 });
        }
        const stoppedAt = clock.now();
        const answer = end.status === 'SUCCEEDED' ? { output: JSON.stringify(end.output) } : end;
        return {
          ...answer,
          executionArn: arn,
          stateMachineArn: machineArn(machine.name),
          name,
          status: end.status,
          startDate: startedAt / 1000,
          stopDate: stoppedAt / 1000,
          input: text,
          inputDetails: { included: true },
          ...(end.status === 'SUCCEEDED' ? { outputDetails: { included: true } } : {}),
          // Express is billed by 100 ms and 64 MB (Step Functions pricing).
          billingDetails: {
            billedDurationInMilliseconds: Math.max(100, Math.ceil((stoppedAt - startedAt) / 100) * 100),
            billedMemoryUsedInMB: 64,
          },
        };
      },
    }),
    StopExecution: jsonOperation({
      input: z.strictObject({
        executionArn: Arn,
        error: z.string().max(256).optional(),
        cause: z.string().max(32_768).optional(),
      }),
      permissions: (input) => [{ action: 'states:StopExecution', resource: input.executionArn }],
      perform({ executionArn: arn, error, cause }) {
        requireExecution(store, requireExecutionArn(arn));
        runs.stop(arn, { error, cause });
        return { stopDate: (requireExecution(store, arn).stopped_at ?? clock.now()) / 1000 };
      },
    }),
    DescribeExecution: jsonOperation({
      input: z.strictObject({ executionArn: Arn, includedData }),
      permissions: (input) => [{ action: 'states:DescribeExecution', resource: input.executionArn }],
      perform: (input) => describe(requireExecution(store, requireExecutionArn(input.executionArn))),
    }),
    ListExecutions: jsonOperation({
      input: z.strictObject({
        stateMachineArn: Arn,
        statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
        maxResults,
        nextToken,
      }),
      permissions: ({ stateMachineArn }) => [{ action: 'states:ListExecutions', resource: stateMachineArn }],
      perform({ stateMachineArn, statusFilter, ...page }) {
        const machine = requireMachine(store, stateMachineArn);
        if (machine.type === 'EXPRESS') throw unsupported();
        const { rows, more } = pageOf(page, (window) =>
          store.executions({ machine: machine.name, status: statusFilter, ...window }),
        );
        return {
          executions: rows.map(summarise),
          ...(more === undefined ? {} : { nextToken: String(more.seq) }),
        };
      },
    }),
    GetExecutionHistory: jsonOperation({
      input: z.strictObject({
        executionArn: Arn,
        maxResults,
        nextToken,
        reverseOrder: z.boolean().optional(),
        includeExecutionData: z.boolean().optional(),
      }),
      permissions: (input) => [{ action: 'states:GetExecutionHistory', resource: input.executionArn }],
      perform({ executionArn: arn, reverseOrder = false, includeExecutionData = true, ...page }) {
        requireExecution(store, requireExecutionArn(arn));
        const { rows, more } = pageOf(page, (window) =>
          store.events({ arn, newestFirst: reverseOrder, ...window }),
        );
        const events = rows.map((row) => showEvent(row, includeExecutionData));
        return { events, ...(more === undefined ? {} : { nextToken: String(more.id) }) };
      },
    }),
  };
}

function readInput(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    throw new AwsError('InvalidExecutionInput', "Invalid State Machine Execution Input: 'not JSON'");
  }
}

function requireExecution(store: StepFunctionsStore, arn: string): ExecutionRow {
  const row = store.execution(arn);
  if (row === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return row;
}

function unsupported(): AwsError {
  return new AwsError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );
}

/** One page of rows, and the last of them if there are more. */
function pageOf<Row>(
  page: { maxResults?: number | undefined; nextToken?: string | undefined },
  read: (window: { after?: number; limit: number }) => readonly Row[],
): { rows: readonly Row[]; more: Row | undefined } {
  const limit = page.maxResults === undefined || page.maxResults === 0 ? 100 : page.maxResults;
  const window = page.nextToken === undefined ? {} : { after: Number(page.nextToken) };
  const found = read({ ...window, limit: limit + 1 });
  const rows = found.slice(0, limit);
  return { rows, more: found.length > limit ? rows.at(-1) : undefined };
}

function summarise(row: ExecutionRow) {
  return {
    executionArn: row.arn,
    stateMachineArn: machineArn(row.machine),
    name: row.name,
    status: row.status,
    startDate: row.started_at / 1000,
    ...(row.stopped_at === null ? {} : { stopDate: row.stopped_at / 1000 }),
    redriveCount: 0,
  };
}

function describe(row: ExecutionRow) {
  return {
    ...summarise(row),
    input: row.input,
    inputDetails: { included: true },
    ...(row.output === null ? {} : { output: row.output, outputDetails: { included: true } }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.cause === null ? {} : { cause: row.cause }),
    redriveStatus: 'NOT_REDRIVABLE',
  };
}

const Details = z.object({ name: z.string(), value: z.record(z.string(), Json) });

function showEvent({ id, at, type, details }: EventRow, withData: boolean) {
  const event = { id, previousEventId: id - 1, timestamp: at / 1000, type };
  if (details === null) return event;
  const { name, value } = Details.parse(JSON.parse(details));
  const { input: _, output: __, parameters: ___, ...bare } = value;
  return { ...event, [name]: withData ? value : bare };
}
