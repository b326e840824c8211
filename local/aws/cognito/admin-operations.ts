import * as z from 'zod';

import { jsonOperation } from '../json-service.ts';
import type { Group } from './groups.ts';
import { createUserFilter } from './list-users-filter.ts';
import { Username, UserPoolId } from './operation.ts';
import type { Operations, Parts } from './operation.ts';
import { invalidParameter, userNotFound } from './refusals.ts';
import { describeUser, listAttributes } from './user-view.ts';
import type { User } from './users.ts';

const OnUser = z.strictObject({ UserPoolId, Username });
const OnMembership = OnUser.extend({ GroupName: z.string().min(1).max(128) });
const ListGroups = OnUser.extend({ Limit: z.int().min(0).max(60).optional() });
const ListUsers = z.strictObject({
  UserPoolId,
  AttributesToGet: z.array(z.string()).optional(),
  Limit: z.int().min(0).max(60).optional(),
  PaginationToken: z.string().optional(),
  Filter: z.string().max(256).optional(),
});

const PAGE = 60;

/** What an administrator does, by IAM permission on the pool. */
export function adminOperations(parts: Parts): Operations {
  const { pools, users, groups, sessions } = parts;

  const operation = <Input extends { UserPoolId: string }>(
    name: string,
    input: z.ZodType<Input>,
    perform: (input: Input) => object,
  ): Operations => ({
    [name]: jsonOperation({
      input,
      permissions: ({ UserPoolId: id }) => [{ action: `cognito-idp:${name}`, resource: pools.find(id).arn }],
      perform,
    }),
  });
  const find = (input: z.infer<typeof OnUser>): User => {
    const user = users.find(pools.find(input.UserPoolId).id, input.Username);
    if (user === undefined) throw userNotFound();
    return user;
  };
  const change = (name: string, perform: (user: User) => void): Operations =>
    operation(name, OnUser, (input) => {
      perform(find(input));
      return {};
    });

  return {
    ...operation('AdminGetUser', OnUser, (input) => {
      const user = find(input);
      return { ...describeUser(user), UserAttributes: listAttributes(user) };
    }),
    ...change('AdminDisableUser', (user) => {
      users.change(user, { enabled: false });
      sessions.revokeAllOf(user);
    }),
    ...change('AdminEnableUser', (user) => users.change(user, { enabled: true })),
    ...change('AdminDeleteUser', (user) => users.remove(user)),
    ...change('AdminUserGlobalSignOut', (user) => sessions.revokeAllOf(user)),
    ...operation('AdminAddUserToGroup', OnMembership, (input) => {
      groups.add(find(input), input.GroupName);
      return {};
    }),
    ...operation('AdminRemoveUserFromGroup', OnMembership, (input) => {
      groups.remove(find(input), input.GroupName);
      return {};
    }),
    ...operation('AdminListGroupsForUser', ListGroups, (input) => ({
      Groups: groups.of(find(input)).map((group) => describeGroup(group, input.UserPoolId)),
    })),
    ...operation('ListUsers', ListUsers, (input) => {
      const matches = createUserFilter(input.Filter);
      const limit = input.Limit === undefined || input.Limit === 0 ? PAGE : input.Limit;
      const found = users
        .list(pools.find(input.UserPoolId).id, readPageToken(input.PaginationToken))
        .filter(matches);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const wanted = input.AttributesToGet;
      return {
        Users: page.map((user) => ({
          ...describeUser(user),
          Attributes: listAttributes(user).filter(
            ({ Name }) => wanted === undefined || wanted.includes(Name),
          ),
        })),
        ...(last !== undefined && { PaginationToken: Buffer.from(String(last.number)).toString('base64') }),
      };
    }),
  };
}

function readPageToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const number = Number(Buffer.from(token, 'base64').toString('utf8'));
  if (!Number.isSafeInteger(number)) throw invalidParameter('Invalid pagination token.');
  return number;
}

function describeGroup(group: Group, userPoolId: string): object {
  return {
    GroupName: group.name,
    UserPoolId: userPoolId,
    ...(group.description !== null && { Description: group.description }),
    ...(group.precedence !== null && { Precedence: group.precedence }),
    CreationDate: group.created_at / 1000,
    LastModifiedDate: group.modified_at / 1000,
  };
}
