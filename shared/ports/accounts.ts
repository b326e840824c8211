import type { Account } from '../domain/account.ts';
import type { Secret } from '../domain/secret.ts';
import type { Change } from './changes.ts';

export interface AccountStore {
  /** The caller's profile and memberships in one consistent read; undefined where there is no such user. */
  get(userId: string): Promise<Account | undefined>;
  /** Makes the user, a workspace and the owner's membership; does nothing where the user exists. Returns the account. */
  create(account: Account, change: Change): Promise<Account>;
  /** Writes a change that touches no other record (a sign-in, a verification). */
  record(change: Change): Promise<void>;
}

/** Takes one request of a subject in a rate class. */
export interface RateLimiter {
  take(request: {
    readonly subject: string;
    readonly limitClass: string;
    readonly limit: number;
    readonly windowSeconds: number;
  }): Promise<{
    readonly allowed: boolean;
    readonly remaining: number;
    /** epoch seconds */ readonly resetAt: number;
  }>;
}

/** Tokens of a sign-in; `expiresIn` in seconds. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

/** The identity provider. Refusals are AppErrors; none of them reveals whether an account exists. */
export interface Identity {
  /** `created: false` where the address is taken. Throws VALIDATION_ERROR for a password the policy refuses, EMAIL_SEND_FAILED. */
  signUp(request: {
    email: string;
    name: string;
    password: Secret<string>;
  }): Promise<{ readonly created: true; readonly userId: string } | { readonly created: false }>;
  /** Throws INVALID_TOKEN. Returns the id of the user who is now verified. */
  confirm(token: string): Promise<{ readonly userId: string }>;
  /** Sends the mail again; silent where there is no such unverified account. */
  resend(email: string): Promise<void>;
  /** INVALID_CREDENTIALS, EMAIL_NOT_VERIFIED. */
  signIn(request: { email: string; password: Secret<string> }): Promise<Tokens & { readonly userId: string }>;
  /** Rotates the refresh token; UNAUTHORIZED where it is unknown, used or revoked. */
  refresh(refreshToken: Secret<string>): Promise<Tokens & { readonly userId: string }>;
  /** E-mail address and name of a user, for accounts whose record is missing. */
  describe(accessToken: Secret<string>): Promise<{ readonly email: string; readonly name: string }>;
}

/** Checks an access token: signature, issuer, client, use, expiry. UNAUTHORIZED for anything else. */
export interface TokenVerifier {
  verify(
    token: string,
  ): Promise<{ readonly userId: string; readonly sessionId?: string; readonly expiresAt: number }>;
}

export interface Mailer {
  /** EMAIL_SEND_FAILED. */
  send(mail: { readonly to: string; readonly subject: string; readonly text: string }): Promise<void>;
}
