import type { Client } from './pools.ts';
import type { User } from './users.ts';

/** The attributes that the CustomMessage trigger sees. */
export function describeAttributes(user: User): Record<string, string> {
  return { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes };
}

/** `AttributeType` list; with a client, only what it may read. */
export function listAttributes(user: User, client?: Client): { Name: string; Value: string }[] {
  const { ReadAttributes: readable } = client?.settings ?? {};
  const mayRead = (name: string) => readable === undefined || name === 'sub' || readable.includes(name);
  return Object.entries({ sub: user.sub, ...user.attributes })
    .filter(([name]) => mayRead(name))
    .map(([Name, Value]) => ({ Name, Value }));
}

/** The members that AdminGetUser and ListUsers share; times in epoch seconds. */
export function describeUser(user: User) {
  return {
    Username: user.sub,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}
