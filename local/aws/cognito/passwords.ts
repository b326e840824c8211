import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

import type { PasswordPolicy } from './pool-properties.ts';
import type { Random } from './random.ts';
import { invalidParameter, invalidPassword } from './refusals.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** `salt.key`, both base64url; scrypt at Node's default cost (RFC 7914: N 16,384, r 8, p 1). */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random(SALT_BYTES);
  const key = await derive(password.normalize('NFC'), salt, KEY_BYTES);
  return `${salt.toString('base64url')}.${key.toString('base64url')}`;
}

/** Without a hash (no such user) it takes as long and answers false, so that time tells nothing either. */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [salt = '', expected = ''] = (hash ?? '').split('.');
  const key = await derive(password.normalize('NFC'), Buffer.from(salt, 'base64url'), KEY_BYTES);
  const wanted = Buffer.from(expected, 'base64url');
  return wanted.length === key.length && timingSafeEqual(wanted, key);
}

/** What Cognito counts as a symbol; a blank counts inside a password only. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

/** Throws InvalidPasswordException with the first rule of the pool that is broken, worded as Cognito words it. */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  if (!/^\S(.*\S)?$/s.test(password) || password.length > 256) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular " +
        'expression pattern: ^[\\S]+.*[\\S]+$',
    );
  }
  const rules: readonly (readonly [boolean, string])[] = [
    [password.length >= policy.MinimumLength, 'Password not long enough'],
    [!policy.RequireUppercase || /[A-Z]/.test(password), 'Password must have uppercase characters'],
    [!policy.RequireLowercase || /[a-z]/.test(password), 'Password must have lowercase characters'],
    [!policy.RequireNumbers || /[0-9]/.test(password), 'Password must have numeric characters'],
    [!policy.RequireSymbols || SYMBOL.test(password), 'Password must have symbol characters'],
  ];
  const broken = rules.find(([isKept]) => !isKept);
  if (broken !== undefined) throw invalidPassword(broken[1]);
}
