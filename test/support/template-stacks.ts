import type { Assembly, Resource, Stack } from '../../local/template/assembly.ts';

type Body = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly Condition?: string;
};

export interface StackBody {
  readonly Resources?: Readonly<Record<string, Body>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Exports?: Readonly<Record<string, unknown>>;
}

/** An assembly in memory, of stacks by name. */
export function assemblyOf(stacks: Readonly<Record<string, StackBody>>): Assembly {
  return {
    directory: '/nowhere',
    assets: new Map(),
    stacks: Object.entries(stacks).map(([name, body]): Stack => ({
      name,
      conditions: body.Conditions ?? {},
      mappings: body.Mappings ?? {},
      parameters: body.Parameters ?? {},
      outputs: Object.entries(body.Exports ?? {}).map(([exportName, value]) => ({ exportName, value })),
      resources: new Map(
        Object.entries(body.Resources ?? {}).map(([logicalId, resource]): [string, Resource] => [
          logicalId,
          {
            key: `${name}/${logicalId}`,
            stack: name,
            logicalId,
            type: resource.Type,
            properties: resource.Properties ?? {},
            dependsOn: (resource.DependsOn ?? []).map((id) => `${name}/${id}`),
            condition: resource.Condition,
          },
        ]),
      ),
    })),
  };
}
