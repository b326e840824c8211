import { App, Tags, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { House } from './constructs/house.ts';
import type { Environment } from './environments.ts';
import type { FunctionName } from './function-names.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EventsStack } from './stacks/events-stack.ts';
import { IdentityStack } from './stacks/identity-stack.ts';
import { IngestionStack } from './stacks/ingestion-stack.ts';
import { NightlyStack } from './stacks/nightly-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { TriggersStack } from './stacks/triggers-stack.ts';
import { WorkflowsStack } from './stacks/workflows-stack.ts';

export interface BuildAppOptions {
  readonly environment: Environment;
  /** Where the bundle of a function is. */
  readonly codeOf: (name: FunctionName) => string;
  /** Where the cloud assembly goes; CDK's own choice where undefined. */
  readonly outdir: string | undefined;
}

/** The app with its stacks in the order in which they deploy, none of them bound to an account or a region. */
export function buildApp({ environment, codeOf, outdir }: BuildAppOptions): App {
  const app = new App({
    analyticsReporting: false,
    treeMetadata: false,
    autoSynth: false,
    stackTraces: false,
    ...(outdir === undefined ? {} : { outdir }),
    context: {
      '@aws-cdk/aws-iam:minimizePolicies': true,
      // An export that another stack imports cannot be deleted under it.
      '@aws-cdk/core:defaultCrossStackReferences': 'strong',
    },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  Tags.of(app).add('apiq:environment', environment.name);

  const house: House = { environment, codeOf };
  const data = new DataStack(app, house);
  const events = new EventsStack(app, house, data);
  const withAlarms = { ...house, alarmTopic: events.alarmTopic };
  const identity = new IdentityStack(app, withAlarms);
  const workflows = new WorkflowsStack(app, withAlarms, data);
  const ingestion = new IngestionStack(app, withAlarms, { data, events });
  const nightly = new NightlyStack(app, withAlarms, { data, ingestion });
  const triggers = new TriggersStack(app, withAlarms, { data, events, workflows });
  const api = new ApiStack(app, withAlarms, { data, identity, workflows, ingestion });
  new OperationsStack(app, withAlarms, {
    data,
    identity,
    workflows,
    events,
    ingestion,
    nightly,
    triggers,
    api,
  });
  return app;
}
