import { API, type HttpFunctionName } from '../shared/api/routes.ts';

/** Functions that no HTTP route reaches. */
const BACKGROUND_FUNCTIONS = [
  'ingest',
  'refresh-connections',
  'check-connections',
  'run-workflow',
  'start-triggered',
  'publish-outbox',
  'watch-runs',
  'custom-message',
] as const;

/** A directory below `functions/`. */
export type FunctionName = HttpFunctionName | (typeof BACKGROUND_FUNCTIONS)[number];

/** Every function that deploys. */
export function functionNames(): readonly FunctionName[] {
  // Object.keys of a literal gives its own keys.
  return [...(Object.keys(API) as HttpFunctionName[]), ...BACKGROUND_FUNCTIONS];
}
