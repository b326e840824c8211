import { parseArgs } from 'node:util';
import type { LaptopCloudOptions } from './laptop-cloud-types.ts';

export const USAGE = `Usage: npm start -- [options]

  --data DIR                   where everything is kept (.apiq)
  --reset                      remove all data first
  --port N                     port of the public address; 0 takes a free one (4000)
  --no-demo                    without the sample APIs
  --allow-upstream HOST:PORT   an address on this machine or network that APIQ may call; may be repeated
  --environment NAME           environment whose template boots (local)
  --quiet                      print nothing but warnings and errors
  --help                       this text`;

export type StartOptions = Pick<
  LaptopCloudOptions,
  'data' | 'reset' | 'port' | 'samples' | 'allowUpstreams' | 'environment'
> & { readonly quiet: boolean };

/** Reads the command line. Throws a sentence and the usage for what it does not know. */
export function readStartOptions(args: readonly string[]): StartOptions | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  for (const upstream of values['allow-upstream']) {
    if (!/^(?:\[[0-9a-f:]+\]|[^\s:/]+):\d{1,5}$/iu.test(upstream))
      throw usageError(`--allow-upstream takes HOST:PORT, not ${upstream}.`);
  }
  return {
    reset: values.reset,
    port: readPort(values.port),
    samples: !values['no-demo'],
    allowUpstreams: values['allow-upstream'],
    quiet: values.quiet,
    ...(values.data !== undefined && { data: values.data }),
    ...(values.environment !== undefined && { environment: values.environment }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        reset: { type: 'boolean', default: false },
        port: { type: 'string', default: '4000' },
        'no-demo': { type: 'boolean', default: false },
        'allow-upstream': { type: 'string', multiple: true, default: [] },
        environment: { type: 'string' },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/u.test(text) || port > 65_535)
    throw usageError(`--port takes a number from 0 to 65535, not ${text}.`);
  return port;
}

function usageError(message: string): Error {
  return new Error(`${message}\n\n${USAGE}`);
}
