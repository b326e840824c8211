import { invalidParameter } from './refusals.ts';
import type { User } from './users.ts';
import { emailKey } from './users.ts';

const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s;

/** What ListUsers can filter by, and how it reads it (API Reference, ListUsers). */
const READ: Readonly<Record<string, (user: User) => string | undefined>> = {
  sub: (user) => user.sub,
  username: (user) => user.sub,
  email: (user) => user.attributes['email'],
  name: (user) => user.attributes['name'],
  given_name: (user) => user.attributes['given_name'],
  family_name: (user) => user.attributes['family_name'],
  'cognito:user_status': (user) => user.status,
  status: (user) => (user.enabled ? 'Enabled' : 'Disabled'),
};

/** Of `name = "value"` or `name ^= "start"`; an e-mail address is compared without regard to case. */
export function createUserFilter(filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter === '') return () => true;
  const [, name = '', operator, quoted = ''] = FILTER.exec(filter) ?? [];
  const read = READ[name];
  if (read === undefined) throw invalidParameter(`Error while parsing filter: ${filter}`);
  const fold = name === 'email' ? emailKey : (value: string) => value;
  const wanted = fold(quoted.replaceAll(/\\(.)/g, '$1'));
  return (user) => {
    const value = read(user);
    if (value === undefined) return false;
    return operator === '=' ? fold(value) === wanted : fold(value).startsWith(wanted);
  };
}
