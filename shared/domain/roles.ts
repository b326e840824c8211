/** What a token may do, as scopes: `<resource>:<read|write|…>`. Each route names the one it needs. */
export const SCOPES = [
  'account:read',
  'connections:read',
  'connections:write',
  'credentials:read',
  'credentials:write',
  'chat:read',
  'chat:write',
  'workflows:read',
  'workflows:write',
  'workflows:approve',
  'executions:read',
  'executions:write',
  'approvals:read',
  'approvals:answer',
  'usage:read',
  'audit:read',
  'admin:read',
  'admin:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/** The role of a person on the whole deployment, as the API reference names them. */
export const ROLES = ['USER', 'ADMIN', 'AUDITOR'] as const;
export type Role = (typeof ROLES)[number];

/** The role of a member in one workspace. */
export const MEMBER_ROLES = ['OWNER', 'EDITOR', 'VIEWER'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** A workflow may ask anybody: who may answer one approval is written in its step. */
const READ: readonly Scope[] = [
  'account:read',
  'connections:read',
  'workflows:read',
  'executions:read',
  'approvals:read',
  'approvals:answer',
];
const EDIT: readonly Scope[] = [
  ...READ,
  'connections:write',
  'credentials:read',
  'chat:read',
  'chat:write',
  'workflows:write',
  'workflows:approve',
  'executions:write',
];

/** The RBAC matrix: what a member may do in the workspace … */
export const MEMBER_SCOPES: Record<MemberRole, readonly Scope[]> = {
  OWNER: [...EDIT, 'credentials:write', 'usage:read'],
  EDITOR: EDIT,
  VIEWER: READ,
};

/** … and what the role on the deployment adds to it. */
export const ROLE_SCOPES: Record<Role, readonly Scope[]> = {
  USER: [],
  ADMIN: ['usage:read', 'audit:read', 'admin:read', 'admin:write'],
  AUDITOR: ['audit:read'],
};

/** The scopes of a person in a workspace: the member's and the role's together. */
export function scopesOf({ role, memberRole }: { role: Role; memberRole: MemberRole }): ReadonlySet<Scope> {
  return new Set([...MEMBER_SCOPES[memberRole], ...ROLE_SCOPES[role]]);
}
