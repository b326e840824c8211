import { isRecord } from './values.ts';

const REFERENCE = /\{\{resolve:([^}]+)\}\}/gu;
/** `secretsmanager:ARN:SecretString:KEY:STAGE:VERSION`; the ARN has six colons of its own. */
const SECRET = /^secretsmanager:(arn:(?:[^:]*:){5}[^:]+)(?::SecretString(?::([^:]*))?(?::[^:]*)*)?$/u;

/**
 * Replaces `{{resolve:secretsmanager:…}}` in texts anywhere in a value (CloudFormation, "Using dynamic references").
 * Throws for other stores, which the laptop does not have.
 */
export function resolveDynamicReferences(value: unknown, readSecret: (arn: string) => string): unknown {
  if (typeof value === 'string') {
    if (!value.includes('{{resolve:')) return value;
    return value.replaceAll(REFERENCE, (_whole, reference: string) => readReference(reference, readSecret));
  }
  if (Array.isArray(value)) return value.map((item) => resolveDynamicReferences(item, readSecret));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, resolveDynamicReferences(member, readSecret)]),
  );
}

function readReference(reference: string, readSecret: (arn: string) => string): string {
  const [, arn, jsonKey] = SECRET.exec(reference) ?? [];
  if (arn === undefined) throw new Error(`The laptop cloud cannot resolve {{resolve:${reference}}}.`);
  const secret = readSecret(arn);
  if (jsonKey === undefined || jsonKey === '') return secret;
  const document: unknown = JSON.parse(secret);
  const value = isRecord(document) ? document[jsonKey] : undefined;
  if (typeof value !== 'string') throw new Error(`The secret ${arn} has no text ${jsonKey}.`);
  return value;
}
