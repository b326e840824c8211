import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { systemClock } from './aws/clock.ts';
import type { DynamoDb } from './aws/dynamodb.ts';
import { createEndpoint } from './aws/endpoint.ts';
import { AwsError } from './aws/service.ts';
import { readBlueprint, type Blueprint } from './blueprint.ts';
import type { DataDirectory } from './data-directory.ts';
import { createLambdaRuntime, type LambdaRuntime } from './lambda/runtime.ts';
import { provisionAll } from './provision.ts';
import { createProvisioners } from './provision/provisioners.ts';
import { createSecrets } from './provision/secrets.ts';
import { createServices, type CloudServices } from './services.ts';
import type { Settings } from './settings.ts';
import type { Shutdown } from './shutdown.ts';
import { startEventSources } from './start-event-sources.ts';
import type { Assembly } from './template/assembly.ts';
import { createUsage, type Usage } from './usage.ts';

/** A template that runs: its services hold what it names, its functions can be called. */
export interface BootedTemplate {
  readonly blueprint: Blueprint;
  readonly services: CloudServices;
  readonly runtime: LambdaRuntime;
  readonly usage: Usage;
  /** The one address of all AWS services. */
  readonly endpointUrl: string;
}

/** Creates everything that the assembly names and sets it to work. Whatever is started is in `shutdown`, also on failure. */
export async function bootTemplate(options: {
  readonly assembly: Assembly;
  readonly directory: DataDirectory;
  readonly state: DatabaseSync;
  readonly settings: Settings;
  readonly dynamodb: DynamoDb;
  readonly publicUrl: string;
  readonly allowUpstreams: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly shutdown: Shutdown;
  readonly log: (message: string) => void;
}): Promise<BootedTemplate> {
  const { assembly, directory, state, settings, dynamodb, publicUrl, shutdown, log } = options;
  const runtime = createLambdaRuntime({
    logsDirectory: directory.logs,
    newRequestId: randomUUID,
    onLoud: log,
  });
  const usage = createUsage({ now: () => Date.now(), invocations: () => runtime.invocations() });

  dynamodb.onUnits(usage.onUnits);

  let endpointUrl = '';
  let read: Blueprint | undefined;
  const blueprintNow = (): Blueprint => {
    if (!read) throw new AwsError('ServiceUnavailable', 'The laptop cloud is starting.', { status: 503 });
    return read;
  };
  const services = createServices({
    state,
    objects: directory.objects,
    dynamodb,
    runtime,
    publicUrl,
    clock: systemClock,
    onCall: usage.onCall,
    onTransition: usage.onTransition,
    log,
    late: {
      access: () => blueprintNow().access,
      rules: () => blueprintNow().rules,
      endpointUrl: () => endpointUrl,
      secureParameter: (name) => blueprintNow().secureParameters.get(name),
      userPoolArn: (id) => String(blueprintNow().resources.find(({ ref }) => ref === id)?.attributes['Arn']),
      principalOf: (name) =>
        blueprintNow().functions.find(({ definition }) => definition.name === name)?.principal ?? '',
    },
  });
  for (const service of services.all) {
    if (service !== dynamodb) shutdown.add(service.signingName, () => service.close());
  }
  // Functions end before the services that they call.
  shutdown.add('functions', () => runtime.close());

  const endpoint = await createEndpoint({
    services: services.all,
    authorize: {
      principalOf: (accessKeyId) => blueprintNow().access.principalOf(accessKeyId),
      check: (principal, permissions) => blueprintNow().access.check(principal, permissions),
    },
    onCall: usage.onCall,
    log,
  });
  shutdown.add('aws endpoint', () => endpoint.close());
  endpointUrl = endpoint.url;

  const secrets = createSecrets(settings);
  const resources = await provisionAll({
    assembly,
    provisioners: {
      ...createProvisioners({ services, assets: assembly.assets }),
      'AWS::SecretsManager::Secret': secrets.provision,
    },
    readSecret: secrets.read,
    publicUrl,
  });
  const blueprint = readBlueprint({ ...options, resources, endpointUrl });
  read = blueprint;
  for (const { definition } of blueprint.functions) runtime.register(definition);
  for (const rule of blueprint.rules) services.events.ensureRule(rule);

  const sources = await startEventSources({
    blueprint,
    services,
    runtime,
    state,
    clock: systemClock,
    onCall: usage.onCall,
    log,
  });
  shutdown.add('event sources', () => sources.close());
  services.states.resume();
  services.events.start();
  services.scheduler.start();
  return { blueprint, services, runtime, usage, endpointUrl };
}
