import { Logger } from '@aws-lambda-powertools/logger';
import { randomBytes } from 'node:crypto';
import type { Clock, Ids, Log } from '../../ports.ts';
import { systemClock } from '../clock.ts';
import { createIds } from '../ids.ts';
import { createLog } from '../log.ts';
import { readSettings, type Environment, type FunctionName, type Settings } from '../settings.ts';

/** What every function has. Its ports are made from it by the functions beside this file, each once and on first use. */
export interface Container {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The parts of one function, for its whole life. Throws where a variable of its environment is missing. */
export function createContainer({ name, env }: { name: FunctionName; env: Environment }): Container {
  const settings = readSettings({ name, env });
  const logger = new Logger({
    serviceName: settings.text('POWERTOOLS_SERVICE_NAME'),
    logLevel: settings.logLevel,
  });
  return {
    settings,
    clock: systemClock,
    ids: createIds({ clock: systemClock, randomBytes }),
    log: createLog({ logger }),
  };
}
