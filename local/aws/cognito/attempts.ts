import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import type { Clock } from '../clock.ts';
import { limitExceeded, notAuthorized } from './refusals.ts';

const Row = z.object({ count: z.number(), since: z.number(), locked_until: z.number() });

/** Whose attempts: `subject` is a user name as it was given, whether there is such a user or not. */
interface Subject {
  readonly poolId: string;
  readonly subject: string;
}

const FREE_PASSWORDS = 5;
const LONGEST_LOCK_SECONDS = 900;
const FORGET_MS = 15 * 60_000;
const WINDOW_MS = 3_600_000;
const MOST_IN_WINDOW = { guess: 10, mail: 10 };

/** Limits on passwords, codes and mails. An attempt counts before it is judged, so that parallel ones gain nothing. */
export function createAttempts(options: { readonly state: DatabaseSync; readonly clock: Clock }) {
  const { state, clock } = options;
  const select = state.prepare(
    'select * from cognito_attempts where pool_id = ? and subject = ? and kind = ?',
  );
  const upsert = state.prepare('insert or replace into cognito_attempts values (?, ?, ?, ?, ?, ?)');
  const forget = state.prepare('delete from cognito_attempts where pool_id = ? and subject = ? and kind = ?');
  const read = ({ poolId, subject }: Subject, kind: string) =>
    Row.optional().parse(select.get(poolId, subject, kind));

  return {
    /**
     * One password: five are free, then each wrong one locks for 1 s, 2 s, 4 s… up to 15 minutes. A quarter of an hour
     * without an attempt, or the right password, forgets them (Developer Guide, "Lockout behavior for failed sign-in
     * attempts"). Throws NotAuthorizedException.
     */
    takePassword(about: Subject): { readonly succeed: () => void } {
      const now = clock.now();
      const known = read(about, 'password');
      if (known !== undefined && known.locked_until > now) throw notAuthorized('Password attempts exceeded');
      const count = (known === undefined || now - known.since > FORGET_MS ? 0 : known.count) + 1;
      const lock = count < FREE_PASSWORDS ? 0 : Math.min(2 ** (count - FREE_PASSWORDS), LONGEST_LOCK_SECONDS);
      upsert.run(about.poolId, about.subject, 'password', count, now, lock === 0 ? 0 : now + lock * 1000);
      return { succeed: () => void forget.run(about.poolId, about.subject, 'password') };
    },
    /** After a new password. */
    forgetPasswords: (about: Subject): void => void forget.run(about.poolId, about.subject, 'password'),
    /** One guess of a code, or one mail: a limited number an hour. Throws LimitExceededException. */
    take(about: Subject, kind: keyof typeof MOST_IN_WINDOW): { readonly succeed: () => void } {
      const now = clock.now();
      const known = read(about, kind);
      const isOver = known === undefined || now - known.since > WINDOW_MS;
      const count = isOver ? 1 : known.count + 1;
      if (count > MOST_IN_WINDOW[kind]) throw limitExceeded();
      upsert.run(about.poolId, about.subject, kind, count, isOver ? now : known.since, 0);
      return { succeed: () => void forget.run(about.poolId, about.subject, kind) };
    },
  };
}

export type Attempts = ReturnType<typeof createAttempts>;
