import type { DatabaseSync } from 'node:sqlite';
import { secretOf } from './access-keys.ts';
import type { Clock } from './aws/clock.ts';
import { createCognito } from './aws/cognito.ts';
import type { DynamoDb } from './aws/dynamodb.ts';
import type { CallNotice } from './aws/endpoint.ts';
import { createEventBridge } from './aws/eventbridge.ts';
import { createKms } from './aws/kms.ts';
import { createLambdaApi } from './aws/lambda.ts';
import { createS3 } from './aws/s3.ts';
import { createScheduler } from './aws/scheduler.ts';
import type { LocalService } from './aws/service.ts';
import { createSes } from './aws/ses.ts';
import { createSqs } from './aws/sqs.ts';
import { createSsm } from './aws/ssm.ts';
import { createStepFunctions } from './aws/step-functions.ts';
import { createTaskPerformer } from './aws/task-integrations.ts';
import { createRuleTargets } from './event-sources/rule-targets.ts';
import type { Access } from './iam/access.ts';
import { createInternalCaller, type InternalCaller } from './internal-calls.ts';
import { createAsyncInvoker, type AsyncInvoker } from './lambda/async-invoke.ts';
import type { LambdaRuntime } from './lambda/runtime.ts';
import type { ProvisioningServices } from './provision/provisioners.ts';
import type { EventRule } from './provision/read-event-sources.ts';

/** What becomes known only when the template has been read; asked for at each use. */
export interface LateParts {
  readonly access: () => Access;
  readonly rules: () => readonly EventRule[];
  readonly endpointUrl: () => string;
  /** The value of an SSM parameter, where there is one. */
  readonly secureParameter: (name: string) => string | undefined;
  /** ARN of the pool whose trigger runs. */
  readonly userPoolArn: (userPoolId: string) => string;
  /** `ROLE/FUNCTION` of a function. */
  readonly principalOf: (functionName: string) => string;
}

export interface CloudServices extends ProvisioningServices {
  /** All of them, as the endpoint serves them. */
  readonly all: readonly LocalService[];
  readonly call: InternalCaller;
  readonly asyncInvoker: AsyncInvoker;
}

/** Creates every service of the laptop cloud and connects those that call each other. */
export function createServices(options: {
  readonly state: DatabaseSync;
  readonly objects: string;
  readonly dynamodb: DynamoDb;
  readonly runtime: LambdaRuntime;
  readonly publicUrl: string;
  readonly late: LateParts;
  readonly clock: Clock;
  readonly onCall: (notice: CallNotice) => void;
  readonly onTransition: (kind: 'STANDARD' | 'EXPRESS') => void;
  readonly log: (message: string) => void;
}): CloudServices {
  const { state, clock, dynamodb, runtime, late, onCall, onTransition, log } = options;
  const services = (): readonly LocalService[] => all;
  const call = createInternalCaller({ services, access: late.access, onCall });

  const kms = createKms({ state, clock });
  const s3 = createS3({ state, clock, directory: options.objects, secretOf });
  const sqs = createSqs({ state, clock, baseUrl: late.endpointUrl });
  const ses = createSes({ state, clock });
  const ssm = createSsm({ read: late.secureParameter });
  const asyncInvoker = createAsyncInvoker({
    runtime,
    clock,
    log,
    onFailure: ({ definition, destination, record }) => {
      const principal = late.principalOf(definition.name);
      call(sendTo(destination, record, principal)).catch((error: unknown) => {
        log(`lambda: ${definition.name} could not reach its failure destination: ${String(error)}`);
      });
    },
  });
  const lambda = createLambdaApi({ runtime, asyncInvoker });
  const targets = createRuleTargets({
    rules: late.rules,
    access: late.access,
    asyncInvoker,
    sqs: () => sqs,
    call,
  });
  const events = createEventBridge({ state, clock, log, ...targets });
  const scheduler = createScheduler({
    state,
    clock,
    log,
    trusts: (roleArn) => late.access().trusts(roleName(roleArn), 'scheduler.amazonaws.com'),
    async send({ roleArn, queueArn, body }) {
      const input = { QueueUrl: queueArn, MessageBody: body };
      await call({ signingName: 'sqs', operation: 'SendMessage', input, principal: roleName(roleArn) });
    },
  });
  const states = createStepFunctions({
    state,
    clock,
    log,
    onTransition,
    perform: createTaskPerformer({
      services,
      authorize: { check: (principal, permissions) => late.access().check(principal, permissions) },
      onCall,
    }),
  });
  const cognito = createCognito({
    state,
    clock,
    publicUrl: options.publicUrl,
    sendMail: async (mail) => ses.capture(mail),
    trigger: async (functionArn, event) => {
      const sourceArn = late.userPoolArn(event.userPoolId);
      const request = { action: 'lambda:InvokeFunction', resource: functionArn, sourceArn };
      if (!late.access().serviceAllows('cognito-idp.amazonaws.com', request))
        throw new Error(`No permission of ${functionArn} lets Cognito invoke it for ${sourceArn}.`);
      const result = await runtime.invoke(functionArn, JSON.stringify(event));
      if (result.functionError !== undefined) throw new Error(result.payload);
      return JSON.parse(result.payload);
    },
  });
  const all: readonly LocalService[] = [
    cognito,
    dynamodb,
    events,
    kms,
    lambda,
    s3,
    scheduler,
    ses,
    sqs,
    ssm,
    states,
  ];
  return { cognito, dynamodb, events, kms, s3, scheduler, ses, sqs, states, all, call, asyncInvoker };
}

function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The call by which a notice reaches a queue. */
export function sendTo(queueArn: string, message: object, principal: string) {
  return {
    signingName: 'sqs',
    operation: 'SendMessage',
    input: { QueueUrl: queueArn, MessageBody: JSON.stringify(message) },
    principal,
  };
}
