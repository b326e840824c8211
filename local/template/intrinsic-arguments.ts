import type { Stack } from './assembly.ts';
import { isRecord, singleEntry } from './values.ts';

/** `{"Ref": …}` or `{"Fn::…": …}`; an object with one such member is always a call. */
export function intrinsicOf(
  value: Readonly<Record<string, unknown>>,
): { name: string; argument: unknown } | undefined {
  const entry = singleEntry(value);
  if (!entry) return undefined;
  const [name, argument] = entry;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined;
}

export function attributePath(argument: unknown, text: (value: unknown) => string): readonly string[] {
  if (Array.isArray(argument)) return [String(argument[0]), argument.slice(1).map(text).join('.')];
  const path = String(argument);
  const dot = path.indexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
}

export function findInMap(stack: Stack, path: readonly string[]): unknown {
  let value: unknown = stack.mappings;
  for (const name of path) value = isRecord(value) ? value[name] : undefined;
  if (value === undefined) throw new Error(`Fn::FindInMap finds nothing at ${path.join(' / ')}.`);
  return value;
}

export function pair(argument: unknown, name: string): readonly [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2) throw new Error(`${name} needs two items.`);
  return [argument[0], argument[1]];
}

export function asText(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where} needs a string, not ${JSON.stringify(value) ?? 'nothing'}.`);
}
