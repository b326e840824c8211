import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { HttpFunctionName } from '../../shared/api/routes.ts';
import { modelParameter, modelParameterArn, publicUrl, senderArns } from '../constructs/addresses.ts';
import {
  allow,
  allowIndexQuery,
  allowObjects,
  allowTable,
  type Permission,
  type TableAction,
} from '../constructs/allow.ts';
import { FrontDoor } from '../constructs/front-door.ts';
import { HouseFunction } from '../constructs/house-function.ts';
import { HouseHttpApi, type HttpFunctions } from '../constructs/house-http-api.ts';
import { houseName, type HouseWithAlarms } from '../constructs/house.ts';
import type { DataStack } from './data-stack.ts';
import type { IdentityStack } from './identity-stack.ts';
import type { WorkflowsStack } from './workflows-stack.ts';

/** What the API's functions reach. */
export interface ApiStackProps {
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly workflows: WorkflowsStack;
}

/** What each function has of its own, beside what the request pipeline needs. */
interface ApiFunction {
  readonly tableActions: readonly TableAction[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly permissions?: readonly Permission[];
  readonly timeout?: number;
  readonly impact: string;
}

/** The account's one read and the rate limiter's one update, in every request. */
const PIPELINE: readonly TableAction[] = ['Query', 'UpdateItem'];

/** A change with its audit record and events, in one transaction. */
const CHANGE: readonly TableAction[] = [...PIPELINE, 'PutItem'];

/** The public API: its functions, the gateway and the front door. */
export class ApiStack extends Stack {
  readonly functions: HttpFunctions;
  readonly ingest: HouseFunction;
  readonly api: HouseHttpApi;
  readonly frontDoor: FrontDoor;

  constructor(scope: Construct, house: HouseWithAlarms, props: ApiStackProps) {
    super(scope, houseName(house.environment, 'api'));
    this.ingest = this.createIngest(house, props.data);
    this.functions = this.createFunctions(house, props);
    this.api = new HouseHttpApi(this, { house, functions: this.functions });
    this.frontDoor = new FrontDoor(this, { house, apiId: this.api.apiId });
    new CfnOutput(this, 'PublicUrl', {
      description: 'Base of the public API',
      value: publicUrl(house.environment) || `https://${this.frontDoor.distribution.distributionDomainName}`,
    });
  }

  /** Apart from the API, since a document of 10 MB must not take a request's memory; it reaches no table. */
  private createIngest(house: HouseWithAlarms, { bucket, objects }: DataStack): HouseFunction {
    return new HouseFunction(this, {
      house,
      name: 'ingest',
      memory: 1024,
      timeout: 60,
      variables: { BUCKET_NAME: bucket.bucketName, EGRESS_ALLOW: '' },
      permissions: [allowObjects(objects, ['GetObject', 'PutObject'], 'catalogues/*')],
      alarm: { impact: 'Nobody can connect an API: its document cannot be read.' },
    });
  }

  private createFunctions(
    house: HouseWithAlarms,
    { data, identity, workflows }: ApiStackProps,
  ): HttpFunctions {
    const { environment } = house;
    const { table, bucket, objects, key } = data;
    const bucketName = { BUCKET_NAME: bucket.bucketName };
    const catalogues = allowObjects(objects, ['GetObject'], 'catalogues/*');
    const runBodies = allowObjects(objects, ['GetObject'], 'runs/*');
    const create = (name: HttpFunctionName, own: ApiFunction) =>
      new HouseFunction(this, {
        house,
        name,
        memory: 512,
        timeout: own.timeout ?? 30,
        variables: {
          TABLE_NAME: table.tableName,
          USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
          USER_POOL_ISSUER: identity.userPool.userPoolProviderUrl,
          RATE_LIMITS: JSON.stringify(environment.rateLimits),
          ...own.variables,
        },
        permissions: [allowTable(table, own.tableActions), ...(own.permissions ?? [])],
        alarm: { impact: own.impact },
      });

    return {
      auth: create('auth', {
        tableActions: CHANGE,
        variables: { MAIL_FROM: environment.mail.from, PUBLIC_URL: publicUrl(environment) },
        permissions: [allow(['ses:SendEmail'], ...senderArns(this, environment))],
        impact: 'People cannot register or sign in.',
      }),
      connections: create('connections', {
        tableActions: [...CHANGE, 'GetItem', 'DeleteItem', 'BatchWriteItem'],
        variables: {
          ...bucketName,
          KEY_ARN: key.keyArn,
          INGEST_FUNCTION_NAME: this.ingest.lambda.functionName,
        },
        permissions: [
          catalogues,
          allow(['kms:GenerateDataKey', 'kms:Decrypt'], key.keyArn),
          allow(['lambda:InvokeFunction'], this.ingest.arn),
        ],
        impact: 'People cannot connect APIs or store credentials.',
      }),
      chat: create('chat', {
        tableActions: CHANGE,
        variables: { ...bucketName, MODEL_PARAMETER: modelParameter(environment) },
        permissions: [catalogues, allow(['ssm:GetParameter'], modelParameterArn(this, environment))],
        timeout: 29,
        impact: 'Chat answers no request with a plan.',
      }),
      workflows: create('workflows', {
        tableActions: [...CHANGE, 'GetItem', 'BatchGetItem'],
        variables: {
          ...bucketName,
          RUN_STATE_MACHINE_ARN: workflows.machine.arn,
          WATCHDOG_QUEUE_URL: workflows.watchdog.queue.queueUrl,
        },
        permissions: [
          catalogues,
          allowObjects(objects, ['GetObject', 'PutObject'], 'runs/*'),
          allow(['states:StartExecution'], workflows.machine.arn),
          allow(['sqs:SendMessage'], workflows.watchdog.queue.queueArn),
        ],
        impact: 'People cannot save, approve or run workflows.',
      }),
      executions: create('executions', {
        tableActions: [...PIPELINE, 'GetItem', 'BatchGetItem'],
        variables: bucketName,
        permissions: [allowIndexQuery(table), runBodies],
        impact: 'People cannot see how their runs went; the runs themselves go on.',
      }),
      system: create('system', {
        tableActions: [...PIPELINE, 'GetItem'],
        variables: { KEY_ARN: key.keyArn, MODEL_PARAMETER: modelParameter(environment) },
        permissions: [
          allow(['kms:DescribeKey'], key.keyArn),
          allow(['ssm:GetParameter'], modelParameterArn(this, environment)),
        ],
        impact: 'Health checks and the API documentation do not answer.',
      }),
    };
  }
}
