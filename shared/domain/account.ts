import * as z from 'zod';
import { ROLES, type MemberRole, type Role } from './roles.ts';

/** A person as the API shows them. */
export const User = z.lazy(() =>
  z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.enum(ROLES) }).meta({ id: 'User' }),
);
export type User = z.infer<typeof User>;

/** A user's place in one workspace. */
export interface Membership {
  readonly workspaceId: string;
  readonly role: MemberRole;
}

/** All that a request needs to know of its caller, in one read. */
export interface Account {
  readonly user: { readonly id: string; readonly email: string; readonly name: string; readonly role: Role };
  readonly memberships: readonly Membership[];
  /** The workspace that is meant when a request names none: the one made at registration. */
  readonly defaultWorkspaceId: string;
}
