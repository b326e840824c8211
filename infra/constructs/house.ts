import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Environment } from '../environments.ts';
import type { FunctionName } from '../function-names.ts';

/** What every stack builds with. */
export interface House {
  readonly environment: Environment;
  /** Where the bundle of a function is: a directory with an `index.mjs`. */
  readonly codeOf: (name: FunctionName) => string;
}

/** A house whose alarms have somewhere to go. */
export interface HouseWithAlarms extends House {
  readonly alarmTopic: ITopic;
}

/** The name of a resource in one environment: `apiq-production-run-workflow`. */
export function houseName(environment: Environment, name: string): string {
  return `apiq-${environment.name}-${name}`;
}
