/** Members by which an object's prototype could be reached. */
export const RESERVED_MEMBERS: readonly (readonly [string, unknown])[] = [
  ['__proto__', { injected: true }],
  ['constructor', { prototype: { injected: true } }],
  ['prototype', { injected: true }],
];

/** Members that the stored records have and no request may set, with values that would be taken if they were read. */
export const EXTRA_MEMBERS: readonly (readonly [string, unknown])[] = [
  ...RESERVED_MEMBERS,
  ['role', 'ADMIN'],
  ['memberRole', 'OWNER'],
  ['scopes', ['admin:write']],
  ['tenantId', 'ws_00000000000000000000000000'],
  ['workspaceId', 'ws_00000000000000000000000000'],
  ['defaultWorkspaceId', 'ws_00000000000000000000000000'],
  ['userId', 'injected-user'],
  ['ownerId', 'injected-user'],
  ['createdBy', 'injected-user'],
  ['id', 'injected-id'],
  ['pk', 'TENANT#ws_00000000000000000000000000'],
  ['sk', 'PROFILE'],
  ['status', 'active'],
  ['approved', true],
  ['approvedHash', `sha256:${'0'.repeat(64)}`],
  ['approvedBy', 'injected-user'],
  ['effect', 'read'],
  ['binding', { baseUrl: 'https://injected.example.com', specHash: '', parameters: [] }],
  ['specHash', `sha256:${'0'.repeat(64)}`],
  ['credentialId', 'cred_00000000000000000000000000'],
  ['sealed', { message: 'AAAA' }],
  ['isActive', true],
  ['revision', 99],
  ['executionCount', 99],
  ['fence', 99],
  ['version', 99],
  ['verified', true],
  ['createdAt', '2000-01-01T00:00:00.000Z'],
  ['expiresAtEpoch', 1],
];

type Path = readonly (string | number)[];

/** The paths of every object in a body, its own first. */
export function objectsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, member]) =>
    objectsOf(member, [...path, Array.isArray(value) ? Number(name) : name]),
  );
  return Array.isArray(value) ? inner : [path, ...inner];
}

/**
 * The body with one member more in the object at `path`; as text, because `__proto__` in an object literal is no member.
 * Undefined where the object has a member of that name.
 */
export function withMember({
  body,
  path,
  name,
  value,
}: {
  body: unknown;
  path: Path;
  name: string;
  value: unknown;
}): string | undefined {
  const [step, ...rest] = path;
  if (typeof body !== 'object' || body === null) throw new Error('Not a path of this body.');
  if (step === undefined) {
    if (Object.hasOwn(body, name)) return undefined;
    const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
    const present = JSON.stringify(body).slice(1, -1);
    return `{${[present, member].filter((text) => text !== '').join(',')}}`;
  }
  const members = Object.entries(body).map(([at, inner]) => {
    if (at !== String(step)) return [at, JSON.stringify(inner)] as const;
    return [at, withMember({ body: inner, path: rest, name, value })] as const;
  });
  if (members.some(([, text]) => text === undefined)) return undefined;
  if (Array.isArray(body)) return `[${members.map(([, text]) => text).join(',')}]`;
  return `{${members.map(([at, text]) => `${JSON.stringify(at)}:${text}`).join(',')}}`;
}
