import { ACCOUNT, REGION } from './aws/service.ts';
import { settleAll } from './settle-all.ts';
import type { Assembly, Resource } from './template/assembly.ts';
import { resolveDynamicReferences } from './template/dynamic-references.ts';
import { createResolver, type Resolver } from './template/intrinsics.ts';
import { nameProperty, physicalName } from './template/physical-name.ts';
import type { ResolvedResource } from './template/resolved-resource.ts';
import { assertKnownTypes, PASSIVE_TYPES } from './template/resource-types.ts';
import { standingValues, type Values } from './template/standing-values.ts';
import { isRecord } from './template/values.ts';

/** A resource whose properties are resolved and that is about to exist. */
export type PendingResource = Omit<ResolvedResource, 'ref' | 'attributes'>;

/** Creates one resource, or finds the one of an earlier start, and tells its values. */
export type Provision = (resource: PendingResource) => Values | Promise<Values>;

/** Types that the laptop serves without a service of their own having to create anything. */
const STANDING_TYPES: readonly string[] = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::Events::Rule',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
];

/**
 * Creates everything that the assembly names, each resource as soon as those exist that it refers to, and answers with
 * all of them. Throws before it creates anything where a type is unknown, and for references that form a circle.
 */
export async function provisionAll(options: {
  readonly assembly: Assembly;
  /** By resource type. */
  readonly provisioners: Readonly<Record<string, Provision>>;
  /** The value of a secret by its ARN, for dynamic references. */
  readonly readSecret: (arn: string) => string;
  readonly publicUrl: string;
}): Promise<readonly ResolvedResource[]> {
  const { assembly, provisioners, readSecret, publicUrl } = options;
  assertKnownTypes(assembly, new Set([...Object.keys(provisioners), ...STANDING_TYPES]));
  const byKey = new Map(
    assembly.stacks.flatMap(({ resources }) => [...resources.values()].map((one) => [one.key, one])),
  );
  const done = new Map<string, ResolvedResource>();
  const resolver = createResolver({
    assembly,
    pseudo: { AccountId: ACCOUNT, Region: REGION, Partition: 'aws', URLSuffix: 'amazonaws.com' },
    values: {
      ref: (key) => resourceAt(key).ref,
      attribute: (key, name) => attributeOf(resourceAt(key), name),
    },
  });
  const resourceAt = (key: string): ResolvedResource => {
    const resource = done.get(key);
    if (!resource) throw new Error(`The template refers to ${key}, which does not exist.`);
    return resource;
  };

  const started = new Map<string, Promise<void>>();
  const start = (resource: Resource, trail: readonly string[]): Promise<void> => {
    if (trail.includes(resource.key))
      throw new Error(`The template refers in a circle: ${[...trail, resource.key].join(' -> ')}.`);
    const running = started.get(resource.key);
    if (running) return running;
    const needs = needsOf(resource, resolver).flatMap((key) => byKey.get(key) ?? []);
    const waiting = needs.map((need) => start(need, [...trail, resource.key]));
    const work = Promise.all(waiting).then(() => create(resource));
    started.set(resource.key, work);
    return work;
  };
  const create = async (resource: Resource): Promise<void> => {
    const pending = resolveResource(resource, { resolver, readSecret });
    const provision = provisioners[resource.type];
    const values = provision
      ? await provision(pending)
      : standingValues({
          name: pending.name,
          resource: { ...resource, properties: pending.properties },
          publicUrl,
        });
    done.set(resource.key, { ...pending, ...values });
  };

  const wanted = [...byKey.values()].filter(
    ({ stack, condition }) => condition === undefined || resolver.holds(stack, condition),
  );
  // All are waited for, also when one fails: nothing may still be at work when the caller tears down.
  await settleAll(wanted.map(async (resource) => start(resource, [])));
  return [...done.values()];
}

/** Nothing of a passive resource is read but its name, so that only this is resolved. */
function readableProperties(resource: Resource): Readonly<Record<string, unknown>> {
  return resource.type in PASSIVE_TYPES ? {} : resource.properties;
}

function needsOf(resource: Resource, resolver: Resolver): readonly string[] {
  const { stack, dependsOn } = resource;
  const read = [readableProperties(resource), nameProperty(resource)];
  return [...dependsOn, ...resolver.references(stack, read)];
}

function resolveResource(
  resource: Resource,
  { resolver, readSecret }: { readonly resolver: Resolver; readonly readSecret: (arn: string) => string },
): PendingResource {
  const { key, stack, logicalId, type } = resource;
  const resolved = resolver.resolve(stack, readableProperties(resource));
  const properties = resolveDynamicReferences(resolved, readSecret);
  const name = resolver.resolve(stack, nameProperty(resource));
  return {
    key,
    stack,
    logicalId,
    type,
    properties: isRecord(properties) ? properties : {},
    name: typeof name === 'string' ? name : physicalName(resource),
  };
}

function attributeOf(resource: ResolvedResource, name: string): unknown {
  const value = resource.attributes[name];
  if (value === undefined)
    throw new Error(`The laptop cloud knows no attribute ${name} of ${resource.key} (${resource.type}).`);
  return value;
}
