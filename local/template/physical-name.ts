import { createHash } from 'node:crypto';

const LONGEST = 64;

/** The name of a resource whose template gives none: stack and logical id, cut to what every AWS service takes. */
export function physicalName(stack: string, logicalId: string): string {
  const name = `${stack}-${logicalId}`;
  if (name.length <= LONGEST) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, LONGEST - digest.length - 1)}-${digest}`;
}
