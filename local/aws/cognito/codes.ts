import { createHash, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import type { Clock } from '../clock.ts';
import { newCode } from './random.ts';
import type { Random } from './random.ts';
import { expiredCode, wrongCode } from './refusals.ts';
import type { User } from './users.ts';

export type CodePurpose = 'sign-up' | 'reset';

const LIFETIME_MS: Readonly<Record<CodePurpose, number>> = { 'sign-up': 24 * 3_600_000, reset: 3_600_000 };
const Row = z.object({ hash: z.instanceof(Uint8Array), expires_at: z.number() });

/** The codes that were sent by mail; the newest one of a purpose alone is valid, once. */
export function createCodes(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly random: Random;
}) {
  const { state, clock, random } = options;
  const upsert = state.prepare('insert or replace into cognito_codes values (?, ?, ?, ?)');
  const select = state.prepare('select hash, expires_at from cognito_codes where sub = ? and purpose = ?');
  const remove = state.prepare('delete from cognito_codes where sub = ? and purpose = ?');
  return {
    issue({ sub }: User, purpose: CodePurpose): string {
      const code = newCode(random);
      upsert.run(sub, purpose, hash(sub, purpose, code), clock.now() + LIFETIME_MS[purpose]);
      return code;
    },
    /** Uses the code up. Throws ExpiredCodeException (also where none was sent) or CodeMismatchException. */
    redeem({ sub }: User, purpose: CodePurpose, code: string): void {
      const row = Row.optional().parse(select.get(sub, purpose));
      if (row === undefined || row.expires_at <= clock.now()) throw expiredCode();
      if (!timingSafeEqual(row.hash, hash(sub, purpose, code))) throw wrongCode();
      remove.run(sub, purpose);
    },
  };
}

export type Codes = ReturnType<typeof createCodes>;

function hash(sub: string, purpose: CodePurpose, code: string): Buffer {
  return createHash('sha256').update(`${sub}:${purpose}:${code}`).digest();
}
