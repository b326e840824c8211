import * as z from 'zod';
import type { Assembly } from '../template/assembly.ts';
import type { ResolvedResource } from '../template/resolved-resource.ts';

const CloudFrontFunction = z.looseObject({ FunctionCode: z.string() });

const Associations = z.array(z.looseObject({ EventType: z.string() }));

/**
 * The code of the template's CloudFront function; undefined where there is none. Throws where there are several, or
 * where a distribution runs one at another time than `viewer-request`.
 */
export function readFrontDoor(
  assembly: Assembly,
  resources: readonly ResolvedResource[],
): string | undefined {
  for (const { resources: all } of assembly.stacks) {
    for (const { type, key, properties } of all.values()) {
      if (type !== 'AWS::CloudFront::Distribution') continue;
      const other = associationsIn(properties).find(({ EventType }) => EventType !== 'viewer-request');
      if (other) throw new Error(`The laptop cloud runs no ${other.EventType} function (${key}).`);
    }
  }
  const [found, ...more] = resources.filter(({ type }) => type === 'AWS::CloudFront::Function');
  if (more.length > 0) throw new Error('The laptop cloud runs one CloudFront function at most.');
  return found && CloudFrontFunction.parse(found.properties).FunctionCode;
}

function associationsIn(value: unknown): z.infer<typeof Associations> {
  if (Array.isArray(value)) return value.flatMap(associationsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'FunctionAssociations' ? Associations.parse(member) : associationsIn(member),
  );
}
