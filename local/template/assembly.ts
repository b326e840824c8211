import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetManifest, Manifest, Template } from './assembly-files.ts';

/** One resource of a synthesized stack, its properties still holding intrinsics. */
export interface Resource {
  /** `STACK/LOGICAL_ID`: unique in the assembly. */
  readonly key: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Keys of resources that must exist first, as `DependsOn` says. */
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
}

export interface Stack {
  readonly name: string;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  /** Parameters with their defaults; undefined where a parameter has none. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly outputs: readonly { readonly exportName: unknown; readonly value: unknown }[];
}

/** What `cdk synth` leaves: stacks in deployment order, and files to publish by their object key (`<hash>.zip`). */
export interface Assembly {
  readonly directory: string;
  readonly stacks: readonly Stack[];
  readonly assets: ReadonlyMap<string, string>;
}

/**
 * Reads a cloud assembly (CDK, "Cloud assembly schema"): `manifest.json`, its templates, asset manifests and nested
 * assemblies of stages. Throws where the directory holds none.
 */
export function loadAssembly(directory: string): Assembly {
  const assets = new Map<string, string>();
  const stacks = loadStacks(directory, assets);
  if (stacks.length === 0) throw new Error(`The cloud assembly in ${directory} holds no stack.`);
  return { directory, stacks, assets };
}

function loadStacks(directory: string, assets: Map<string, string>): Stack[] {
  const file = join(directory, 'manifest.json');
  if (!existsSync(file)) throw new Error(`${directory} is no cloud assembly: it has no manifest.json.`);
  const artifacts = Manifest.parse(readJson(file)).artifacts ?? {};
  const stacks: Stack[] = [];
  for (const id of inDependencyOrder(artifacts)) {
    const { type, properties } = artifacts[id] ?? { type: '' };
    if (type === 'aws:cloudformation:stack' && properties?.templateFile)
      stacks.push(readStack(properties.stackName ?? id, join(directory, properties.templateFile)));
    if (type === 'cdk:asset-manifest' && properties?.file) readAssets(directory, properties.file, assets);
    if (type === 'cdk:cloud-assembly' && properties?.directoryName)
      stacks.push(...loadStacks(join(directory, properties.directoryName), assets));
  }
  return stacks;
}

function inDependencyOrder(
  artifacts: Readonly<Record<string, { dependencies?: string[] | undefined }>>,
): string[] {
  const order = new Set<string>();
  const visiting = new Set<string>();
  const visit = (id: string) => {
    if (order.has(id) || visiting.has(id) || !artifacts[id]) return;
    visiting.add(id);
    for (const dependency of artifacts[id].dependencies ?? []) visit(dependency);
    order.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...order];
}

function readStack(name: string, file: string): Stack {
  const template = Template.parse(readJson(file));
  const resources = new Map<string, Resource>();
  for (const [logicalId, body] of Object.entries(template.Resources ?? {})) {
    resources.set(logicalId, {
      key: `${name}/${logicalId}`,
      stack: name,
      logicalId,
      type: body.Type,
      properties: body.Properties ?? {},
      dependsOn: [body.DependsOn ?? []].flat().map((id) => `${name}/${id}`),
      condition: body.Condition,
    });
  }
  const parameters = Object.entries(template.Parameters ?? {}).map(
    ([id, body]) => [id, body.Default] as const,
  );
  return {
    name,
    resources,
    conditions: template.Conditions ?? {},
    mappings: template.Mappings ?? {},
    parameters: Object.fromEntries(parameters),
    outputs: Object.values(template.Outputs ?? {}).map((output) => ({
      exportName: output.Export?.Name,
      value: output.Value,
    })),
  };
}

function readAssets(directory: string, file: string, assets: Map<string, string>): void {
  for (const asset of Object.values(AssetManifest.parse(readJson(join(directory, file))).files ?? {})) {
    if (asset.source.path === undefined) continue;
    for (const { objectKey } of Object.values(asset.destinations)) {
      if (objectKey !== undefined) assets.set(objectKey, join(directory, asset.source.path));
    }
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
