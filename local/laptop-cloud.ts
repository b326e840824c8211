import { resolve } from 'node:path';
import { ROOT_ACCESS_KEY, secretOf } from './access-keys.ts';
import { createDynamoDb } from './aws/dynamodb.ts';
import { openState } from './aws/open-state.ts';
import { REGION } from './aws/service.ts';
import { bootTemplate } from './boot-template.ts';
import { openDataDirectory } from './data-directory.ts';
import type { LaptopCloud, LaptopCloudOptions } from './laptop-cloud-types.ts';
import { openLogFile } from './lambda/log-file.ts';
import { openPublicServer } from './public-server.ts';
import { servePublicly } from './serve-publicly.ts';
import { settleAll } from './settle-all.ts';
import { createSettings } from './settings.ts';
import { createShutdown, type Shutdown } from './shutdown.ts';
import { startSampleUpstreams } from './start-samples.ts';
import { ASSEMBLY_CACHE, synthesize } from './synth.ts';
import { loadAssembly } from './template/assembly.ts';

/** Of the laptop cloud's own log, before it is rotated. */
const LOG_BYTES = 10 * 1024 * 1024;

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
      credentials: { accessKeyId: ROOT_ACCESS_KEY, secretAccessKey: secretOf(ROOT_ACCESS_KEY) },
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
