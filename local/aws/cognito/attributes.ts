import type { Client, Pool } from './pools.ts';
import { invalidParameter, notAuthorized } from './refusals.ts';

export type Attributes = Readonly<Record<string, string>>;

/** The standard claims that every pool has (Developer Guide, "Standard attributes"). */
const STANDARD = new Set([
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
]);
const LONGEST_VALUE = 2048;

/** An `AttributeType` list as a record. Throws InvalidParameterException where a name comes twice. */
export function toAttributes(
  list: readonly { readonly Name: string; readonly Value?: string | undefined }[],
): Attributes {
  const attributes = Object.fromEntries(list.map(({ Name, Value = '' }) => [Name, Value]));
  if (Object.keys(attributes).length === list.length) return attributes;
  throw invalidParameter('An attribute is given more than once.');
}

/** Refuses attributes that the pool does not have or that the client may not write. */
export function checkWritable(attributes: Attributes, client: Client): void {
  const { WriteAttributes: writable } = client.settings;
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'sub' || name.endsWith('_verified') || writable?.includes(name) === false) {
      throw notAuthorized('A client attempted to write unauthorized attribute');
    }
    if (!isInSchema(name, client.pool))
      throw nonconforming(`${name}: Attribute does not exist in the schema.`);
    if (value.length > LONGEST_VALUE)
      throw nonconforming(`${name}: String must be no longer than 2048 characters`);
  }
}

/** Refuses a new user without an attribute that the pool requires. */
export function checkRequired(attributes: Attributes, pool: Pool): void {
  const missing = pool.properties.Schema.find(({ Required, Name }) => Required && !attributes[Name]);
  if (missing !== undefined) throw nonconforming(`${missing.Name}: The attribute is required`);
}

function isInSchema(name: string, pool: Pool): boolean {
  if (!name.startsWith('custom:')) return STANDARD.has(name);
  return pool.properties.Schema.some(({ Name }) => name === `custom:${Name.replace(/^custom:/, '')}`);
}

function nonconforming(reason: string) {
  return invalidParameter(`Attributes did not conform to the schema: ${reason}`);
}
