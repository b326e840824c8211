import * as z from 'zod';

import { jsonOperation } from '../json-service.ts';
import type { Attempts } from './attempts.ts';
import type { SendCode } from './code-mail.ts';
import type { Codes } from './codes.ts';
import type { Groups } from './groups.ts';
import type { Pools } from './pools.ts';
import type { Random } from './random.ts';
import type { Sessions } from './sessions.ts';
import type { Users } from './users.ts';

/** What the operations work with. */
export interface Parts {
  readonly pools: Pools;
  readonly users: Users;
  readonly groups: Groups;
  readonly codes: Codes;
  readonly attempts: Attempts;
  readonly sessions: Sessions;
  readonly sendCode: SendCode;
  readonly random: Random;
}

export type Operations = Record<string, ReturnType<typeof jsonOperation>>;

/** One that anybody may call who has the right password, code or token: Cognito checks no IAM permission for it. */
export function publicOperation<Input>(
  input: z.ZodType<Input>,
  perform: (input: Input) => object | Promise<object>,
): Operations[string] {
  return jsonOperation({ input, permissions: () => [], perform });
}

/** Members that many inputs share (API Reference). */
export const ClientId = z.string().min(1).max(128);
export const UserPoolId = z.string().min(1).max(55);
export const Username = z.string().min(1).max(128);
export const Password = z.string().max(256);
export const ConfirmationCode = z.string().min(1).max(2048);
export const Token = z.string().min(1);
export const ClientMetadata = z.record(z.string(), z.string()).optional();
export const AttributeList = z.array(z.strictObject({ Name: z.string(), Value: z.string().optional() }));
