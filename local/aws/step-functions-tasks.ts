import * as z from 'zod';

import { type Json, MAX_STATE_BYTES, parseJson } from '../asl/json.ts';
import { jsonOperation } from './json-service.ts';
import { AwsError } from './service.ts';
import type { Permission } from './service.ts';
import { machineArn, machineOfExecution } from './step-functions-arns.ts';
import type { TokenDesk } from './step-functions-tokens.ts';

const taskToken = z.string().min(1).max(2048);

/** What the holder of a task token may report. */
export function createTaskOperations({ desk }: { readonly desk: TokenDesk }) {
  /** IAM knows the machine that a token belongs to; a token that is none is refused by the operation itself. */
  const permissions = (action: string, token: string): Permission[] => {
    const execution = desk.executionOf(token);
    return execution === undefined ? [] : [{ action, resource: machineArn(machineOfExecution(execution)) }];
  };
  return {
    SendTaskSuccess: jsonOperation({
      input: z.strictObject({ taskToken, output: z.string() }),
      permissions: (input) => permissions('states:SendTaskSuccess', input.taskToken),
      perform(input) {
        desk.report(input.taskToken, { output: readOutput(input.output) });
        return {};
      },
    }),
    SendTaskFailure: jsonOperation({
      input: z.strictObject({
        taskToken,
        error: z.string().max(256).optional(),
        cause: z.string().max(32_768).optional(),
      }),
      permissions: (input) => permissions('states:SendTaskFailure', input.taskToken),
      perform({ taskToken: token, error = '', cause = '' }) {
        desk.report(token, { error, cause });
        return {};
      },
    }),
    SendTaskHeartbeat: jsonOperation({
      input: z.strictObject({ taskToken }),
      permissions: (input) => permissions('states:SendTaskHeartbeat', input.taskToken),
      perform(input) {
        desk.heartbeat(input.taskToken);
        return {};
      },
    }),
  };
}

function readOutput(text: string): Json {
  if (Buffer.byteLength(text) > MAX_STATE_BYTES) {
    throw new AwsError('InvalidOutput', `Invalid Output: 'longer than ${MAX_STATE_BYTES} bytes'`);
  }
  try {
    return parseJson(text);
  } catch {
    throw new AwsError('InvalidOutput', "Invalid Output: 'not JSON'");
  }
}
