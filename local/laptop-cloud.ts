import { resolve } from 'node:path';
import { ROOT_ACCESS_KEY } from './access-from-template.ts';
import { createDynamoDb } from './aws/dynamodb.ts';
import type { EventEnvelope } from './aws/eventbridge-record.ts';
import { openState } from './aws/open-state.ts';
import { REGION } from './aws/service.ts';
import type { Ses } from './aws/ses.ts';
import { bootTemplate } from './boot-template.ts';
import { openDataDirectory } from './data-directory.ts';
import { openLogFile } from './lambda/log-file.ts';
import type { PrincipalFunction } from './provision/read-functions.ts';
import type { RunningSample } from './samples/index.ts';
import { openPublicServer } from './public-server.ts';
import { servePublicly } from './serve-publicly.ts';
import { settleAll } from './settle-all.ts';
import { createSettings } from './settings.ts';
import { createShutdown, type Shutdown } from './shutdown.ts';
import { startSampleUpstreams } from './start-samples.ts';
import { ASSEMBLY_CACHE, synthesize } from './synth.ts';
import { loadAssembly } from './template/assembly.ts';
import type { ResolvedResource } from './template/resolved-resource.ts';
import type { UsageReport } from './usage.ts';

/** Of the laptop cloud's own log, before it is rotated. */
const LOG_BYTES = 10 * 1024 * 1024;

export interface LaptopCloudOptions {
  /** Where everything is kept; `.apiq` by default. */
  readonly data?: string;
  /** Removes all data first. */
  readonly reset?: boolean;
  /** Of the public address; 0 takes a free one, 4000 by default. */
  readonly port?: number;
  /** `local` by default. */
  readonly environment?: string;
  /** Whether the sample upstreams run; true by default. */
  readonly samples?: boolean;
  /** `HOST:PORT` each: addresses of this machine or network that the functions may call. */
  readonly allowUpstreams?: readonly string[];
  /** A cloud assembly to boot instead of synthesizing the CDK app. */
  readonly assembly?: string;
  /** Where synthesized assemblies are kept; one place for every data directory by default, since they hold no data. */
  readonly assemblyCache?: string;
  /** The variables that may hold a model's key; this process's own by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Takes warnings and errors, one line each; they go to stderr by default. */
  readonly onLoud?: (message: string) => void;
  /** Drops warnings and errors where `onLoud` is not given; the logs have them all the same. */
  readonly quiet?: boolean;
  /** Told as each stage of the start is done. */
  readonly onStage?: (stage: string, milliseconds: number) => void;
  /** Starts one worker of each function after the start; true by default. */
  readonly warm?: boolean;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

/** A running laptop cloud. */
export interface LaptopCloud {
  /** The public address, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** For AWS SDK clients: the one endpoint of all services, and credentials that no policy binds. */
  readonly aws: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly samples: readonly RunningSample[];
  /** What the template names, with what `Ref` and `GetAtt` give. */
  readonly resources: readonly ResolvedResource[];
  readonly functions: readonly PrincipalFunction[];
  usage(): UsageReport;
  resetUsage(): void;
  mail(to?: string): ReturnType<Ses['listMail']>;
  events(runId?: string): readonly EventEnvelope[];
  /** Ends the busy workers of a function, named by its physical or its short name. Returns how many. */
  kill(functionName: string): Promise<number>;
  /** Stops everything that was started, children included. */
  close(): Promise<void>;
}

/**
 * Boots the synthesized template: synthesizes or takes the cached assembly, starts the services, creates what the
 * template names, and serves it. Throws one sentence where it cannot; nothing is left running then.
 */
export async function startLaptopCloud(options: LaptopCloudOptions = {}): Promise<LaptopCloud> {
  const shutdown = createShutdown((message) => console.error(message));
  try {
    const cloud = await start(options, shutdown);
    options.signal?.throwIfAborted();
    return cloud;
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function start(options: LaptopCloudOptions, shutdown: Shutdown): Promise<LaptopCloud> {
  const { data = '.apiq', reset = false, port = 4000, allowUpstreams = [], env = process.env } = options;
  const stage = stopwatch(options.onStage ?? (() => {}));
  const directory = openDataDirectory({ path: resolve(data), reset });
  shutdown.add('data directory', async () => directory.release());
  const logFile = openLogFile({ file: directory.cloudLog, maxBytes: LOG_BYTES });
  shutdown.add('log', () => logFile.close());
  const onLoud =
    options.onLoud ?? (options.quiet === true ? () => {} : (message: string) => console.error(message));
  const log = (message: string) => {
    logFile.write(`${new Date().toISOString()} ${message}`);
    onLoud(message);
  };

  const publicServer = await openPublicServer({ port, log });
  shutdown.add('public port', () => publicServer.close());
  const state = openState(directory.state);
  shutdown.add('state', async () => state.close());
  const settings = createSettings(state);

  const [synthesized, dynamodb, samples] = await settleAll([
    findAssembly(options),
    createDynamoDb({ dbPath: directory.dynamodb, log: (line) => logFile.write(line) }).then((engine) => {
      shutdown.add('dynamodb', () => engine.close());
      return engine;
    }),
    options.samples === false ? Promise.resolve([]) : startSampleUpstreams(settings, shutdown),
  ]);
  options.signal?.throwIfAborted();
  stage(synthesized.cached ? 'template (as before)' : 'template synthesized');

  const booted = await bootTemplate({
    assembly: loadAssembly(synthesized.directory),
    directory,
    state,
    settings,
    dynamodb,
    publicUrl: publicServer.url,
    allowUpstreams: [...samples.map(({ url }) => new URL(url).host), ...allowUpstreams],
    env,
    shutdown,
    log,
  });
  const { blueprint, services, runtime, usage } = booted;
  servePublicly({ server: publicServer, booted, samples, log });
  stage('resources and functions');
  if (options.warm !== false) void runtime.warm();

  return {
    url: publicServer.url,
    aws: {
      endpoint: booted.endpointUrl,
      region: REGION,
      credentials: { accessKeyId: ROOT_ACCESS_KEY, secretAccessKey: 'root' },
    },
    samples,
    resources: blueprint.resources,
    functions: blueprint.functions,
    usage: () => usage.report(),
    resetUsage: () => usage.reset(),
    mail: (to) => services.ses.listMail({ to }),
    events: (runId) => services.events.recordedEvents({ runId }),
    kill: (name) => runtime.kill(name),
    close: () => shutdown.run(),
  };
}

async function findAssembly(options: LaptopCloudOptions) {
  const { assembly, assemblyCache: cache = ASSEMBLY_CACHE, environment = 'local', signal } = options;
  if (assembly !== undefined) return { directory: resolve(assembly), cached: true };
  return synthesize({ environment, cache, signal });
}

function stopwatch(report: (stage: string, milliseconds: number) => void): (stage: string) => void {
  let since = performance.now();
  return (stage) => {
    const now = performance.now();
    report(stage, now - since);
    since = now;
  };
}
