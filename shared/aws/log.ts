import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../ports.ts';
import { redact } from './redact.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Structured lines by the Powertools Logger; level and service name come from the environment. */
export function createLog({ logger = new Logger() }: { logger?: Logger } = {}): Log {
  return {
    info: (message, fields) => logger.info(message, plain(fields)),
    warn: (message, fields) => logger.warn(message, plain(fields)),
    error: (message, fields) => logger.error(message, plain(fields)),
  };
}

/** Under one member, so that no field of ours can replace one of the logger's own. */
function plain(fields: Fields | undefined): { fields: unknown } | Record<string, never> {
  return fields === undefined ? {} : { fields: redact(fields) };
}
