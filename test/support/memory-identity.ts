import { randomUUID } from 'node:crypto';
import { AppError } from '../../shared/domain/errors.ts';
import type { Identity } from '../../shared/ports.ts';

interface Person {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly verification: string;
  verified: boolean;
}

/** An identity provider in memory that keeps the port's promises; `verificationOf` stands for the mail. */
export function memoryIdentity(): Identity & { verificationOf(email: string): string } {
  const people = new Map<string, Person>();
  const sessions = new Map<string, string>();
  const tokensFor = (userId: string) => {
    const refreshToken = `refresh.${randomUUID()}`;
    sessions.set(refreshToken, userId);
    return { userId, accessToken: tokenOf(userId), refreshToken, expiresIn: 900 };
  };
  const find = (fits: (person: Person) => boolean) => [...people.values()].find(fits);
  return {
    async signUp({ email, name, password }) {
      if (people.has(email)) return { created: false };
      const userId = randomUUID();
      const person = {
        userId,
        email,
        name,
        password: password.reveal(),
        verification: `verify.${randomUUID()}`,
      };
      people.set(email, { ...person, verified: false });
      return { created: true, userId };
    },
    async confirm(token) {
      const person = find(({ verification }) => verification === token);
      if (person === undefined) throw new AppError('INVALID_TOKEN');
      person.verified = true;
      return { userId: person.userId };
    },
    async resend() {
      // Nothing to see here: the answer is the same for everybody.
    },
    async signIn({ email, password }) {
      const person = people.get(email);
      if (person?.password !== password.reveal()) throw new AppError('INVALID_CREDENTIALS');
      if (!person.verified) throw new AppError('EMAIL_NOT_VERIFIED');
      return tokensFor(person.userId);
    },
    async refresh(refreshToken) {
      const userId = sessions.get(refreshToken.reveal());
      if (userId === undefined) throw new AppError('UNAUTHORIZED');
      sessions.delete(refreshToken.reveal());
      return tokensFor(userId);
    },
    async describe(accessToken) {
      const person = find(({ userId }) => tokenOf(userId) === accessToken.reveal());
      if (person === undefined) throw new AppError('UNAUTHORIZED');
      return { email: person.email, name: person.name };
    },
    verificationOf(email) {
      const person = people.get(email);
      if (person === undefined) throw new Error(`Nobody registered ${email}.`);
      return person.verification;
    },
  };
}

/** The access token of a user, in the three parts of a JWT; `userOf` reads it back. */
export function tokenOf(userId: string): string {
  return `test.${userId}.signed`;
}

/** The user of a token that `tokenOf` made. */
export function userOf(token: string): string | undefined {
  return /^test\.([\w-]+)\.signed$/.exec(token)?.[1];
}
