import type { LeftOut, Member, Shape } from './shape.ts';

/** The shape of a value that fits both (`allOf`). Where they exclude each other, the first counts. */
export function meetShapes(a: Shape, b: Shape): Shape {
  const members = new Map(a.members);
  for (const [name, member] of b.members) {
    const own = members.get(name);
    members.set(name, own ? meetMembers(own, member) : member);
  }
  const bothSay = a.types !== undefined && b.types !== undefined;
  return {
    types: meetTypes(a.types, b.types),
    // A part that says nothing of the type does not forbid null.
    nullable: bothSay ? a.nullable && b.nullable : a.nullable || b.nullable,
    values: meetLists(a.values, b.values),
    format: a.format ?? b.format,
    limits: { ...b.limits, ...a.limits },
    members,
    items: a.items && b.items ? meetShapes(a.items, b.items) : (a.items ?? b.items),
    others: a.others && b.others ? meetShapes(a.others, b.others) : (a.others ?? b.others),
    closed: a.closed || b.closed,
    left: joinLeftOut(a.left, b.left),
  };
}

/** The shape of a value that fits one of two (`oneOf`, `anyOf`): the limits of both, the members of either. */
export function joinShapes(a: Shape, b: Shape): Shape {
  if (isOnlyNull(b)) return { ...a, nullable: true };
  if (isOnlyNull(a)) return { ...b, nullable: true };
  const members = new Map<string, Member>();
  for (const [name, member] of [...a.members, ...b.members]) {
    const other = (a.members.get(name) === member ? b : a).members.get(name);
    if (!other) members.set(name, { ...member, required: false });
    else if (!members.has(name)) members.set(name, joinMembers(member, other));
  }
  const same = Object.entries(a.limits).filter(([name, value]) => b.limits[name] === value);
  return {
    types: joinLists(a.types, b.types),
    nullable: a.nullable || b.nullable,
    values: joinLists(a.values, b.values),
    format: a.format === b.format ? a.format : undefined,
    limits: Object.fromEntries(same),
    members,
    items: a.items && b.items ? joinShapes(a.items, b.items) : (a.items ?? b.items),
    others: a.others && b.others ? joinShapes(a.others, b.others) : (a.others ?? b.others),
    closed: a.closed && b.closed,
    left: joinLeftOut(a.left, b.left),
  };
}

function meetMembers(a: Member, b: Member): Member {
  const filled = a.filled || b.filled;
  return { shape: meetShapes(a.shape, b.shape), required: (a.required || b.required) && !filled, filled };
}

function joinMembers(a: Member, b: Member): Member {
  return {
    shape: joinShapes(a.shape, b.shape),
    required: a.required && b.required,
    filled: a.filled && b.filled,
  };
}

/** The alternative that 3.1 writes for what 3.0 calls nullable. */
function isOnlyNull({ types, nullable }: Shape): boolean {
  return nullable && types !== undefined && types.length === 0;
}

function meetTypes(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  // Every integer is a number.
  if (a?.includes('number') && b?.includes('integer') && !b.includes('number'))
    return meetLists(b, [...a, 'integer']);
  if (b?.includes('number') && a?.includes('integer') && !a.includes('number'))
    return meetLists(a, [...b, 'integer']);
  return meetLists(a, b);
}

function meetLists(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const both = a.filter((item) => b.includes(item));
  return both.length > 0 ? both : a;
}

function joinLists(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  return a === undefined || b === undefined ? undefined : [...new Set([...a, ...b])].toSorted();
}

function joinLeftOut(a: LeftOut, b: LeftOut): LeftOut {
  return {
    members: a.members || b.members,
    keywords: a.keywords || b.keywords,
    required: a.required || b.required,
  };
}
