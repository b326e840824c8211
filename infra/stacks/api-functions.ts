import type { Construct } from 'constructs';
import type { HttpFunctionName } from '../../shared/api/routes.ts';
import { GSI1, GSI2 } from '../../shared/aws/table.ts';
import { modelParameter, modelParameterArn, publicUrl, senderArns } from '../constructs/addresses.ts';
import {
  allow,
  allowIndexQuery,
  allowObjects,
  allowTable,
  type Permission,
  type TableAction,
} from '../constructs/allow.ts';
import { HouseFunction } from '../constructs/house-function.ts';
import type { HttpFunctions } from '../constructs/house-http-api.ts';
import type { HouseWithAlarms } from '../constructs/house.ts';
import type { DataStack } from './data-stack.ts';
import type { IdentityStack } from './identity-stack.ts';
import type { IngestionStack } from './ingestion-stack.ts';
import type { WorkflowsStack } from './workflows-stack.ts';

export interface ApiFunctionsProps {
  readonly house: HouseWithAlarms;
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly workflows: WorkflowsStack;
  readonly ingestion: IngestionStack;
  /** What the front door proves itself with. */
  readonly originToken: string;
}

/** What a function has of its own, beside what the request pipeline needs. */
interface OwnProps {
  readonly tableActions: readonly TableAction[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly permissions?: readonly Permission[];
  /** In seconds; 30, which is the gateway's own, unless given. */
  readonly timeout?: number;
  readonly impact: string;
}

/** The account's one read and the rate limiter's one update, in every request. */
const PIPELINE: readonly TableAction[] = ['Query', 'UpdateItem'];

/** A change with its audit record and events, in one transaction. */
const CHANGE: readonly TableAction[] = [...PIPELINE, 'PutItem'];

/** One function for each resource of the route table, with exactly what its handlers use. */
export function createApiFunctions(scope: Construct, props: ApiFunctionsProps): HttpFunctions {
  const { house, workflows } = props;
  const { ingest } = props.ingestion;
  const { environment } = house;
  const { table, bucket, objects, key } = props.data;
  const bucketName = { BUCKET_NAME: bucket.bucketName };
  const catalogues = allowObjects(objects, ['GetObject'], 'catalogues/*');
  const model = allow(['ssm:GetParameter'], modelParameterArn(scope, environment));
  const starting = {
    variables: {
      RUN_STATE_MACHINE_ARN: workflows.machine.arn,
      WATCHDOG_QUEUE_URL: workflows.watchdog.queue.queueUrl,
    },
    permissions: [
      allowObjects(objects, ['GetObject', 'PutObject'], 'runs/*'),
      allow(['states:StartExecution'], workflows.machine.arn),
      allow(['sqs:SendMessage'], workflows.watchdog.queue.queueArn),
    ],
  };
  const create = (name: HttpFunctionName, own: OwnProps) => createApiFunction(scope, { ...props, name, own });

  return {
    auth: create('auth', {
      tableActions: CHANGE,
      variables: { MAIL_FROM: environment.mail.from, PUBLIC_URL: publicUrl(environment) },
      permissions: [allow(['ses:SendEmail'], ...senderArns(scope, environment))],
      impact: 'People cannot register or sign in.',
    }),
    connections: create('connections', {
      tableActions: [...CHANGE, 'GetItem', 'DeleteItem', 'BatchWriteItem'],
      variables: {
        ...bucketName,
        KEY_ARN: key.keyArn,
        INGEST_FUNCTION_NAME: ingest.lambda.functionName,
        EGRESS_ALLOW: '',
      },
      permissions: [
        catalogues,
        allowObjects(objects, ['GetObject'], 'changes/*'),
        // Signed into the URLs that clients upload documents to.
        allowObjects(objects, ['PutObject'], 'uploads/*'),
        allow(['kms:GenerateDataKey'], key.keyArn),
        allow(['lambda:InvokeFunction'], ingest.arn),
      ],
      impact: 'People cannot connect APIs or store credentials.',
    }),
    // Apart from the rest of a connection: it opens credentials and waits for other people's servers.
    calls: create('calls', {
      tableActions: [...CHANGE, 'GetItem'],
      variables: {
        ...bucketName,
        KEY_ARN: key.keyArn,
        INGEST_FUNCTION_NAME: ingest.lambda.functionName,
        EGRESS_ALLOW: '',
      },
      permissions: [
        catalogues,
        allow(['kms:Decrypt'], key.keyArn),
        allow(['lambda:InvokeFunction'], ingest.arn),
      ],
      impact: 'People cannot test their connections or try their endpoints.',
    }),
    chat: create('chat', {
      tableActions: [...CHANGE, 'GetItem', 'BatchGetItem', 'DeleteItem'],
      variables: { ...bucketName, ...starting.variables, MODEL_PARAMETER: modelParameter(environment) },
      permissions: [catalogues, model, ...starting.permissions],
      timeout: 29,
      impact: 'Chat answers no request with a plan, and executes none.',
    }),
    workflows: create('workflows', {
      tableActions: [...CHANGE, 'GetItem', 'BatchGetItem', 'DeleteItem'],
      variables: bucketName,
      permissions: [catalogues],
      impact: 'People cannot make, change or approve workflows.',
    }),
    executions: create('executions', {
      tableActions: [...CHANGE, 'GetItem', 'BatchGetItem', 'DeleteItem'],
      variables: {
        ...bucketName,
        ...starting.variables,
      },
      permissions: [allowIndexQuery(table), ...starting.permissions],
      impact: 'People cannot start or stop runs; those under way go on.',
    }),
    // Apart from what starts and stops runs: it changes nothing, and whoever follows a run keeps it busy.
    history: create('history', {
      tableActions: [...PIPELINE, 'GetItem', 'BatchGetItem'],
      variables: bucketName,
      permissions: [allowIndexQuery(table, [GSI1, GSI2]), allowObjects(objects, ['GetObject'], 'runs/*')],
      impact: 'People cannot see their runs; the runs go on.',
    }),
    portability: create('portability', {
      tableActions: [...CHANGE, 'GetItem', 'BatchGetItem'],
      variables: bucketName,
      permissions: [catalogues],
      impact: 'People cannot carry workflows in and out, or make them of templates.',
    }),
    undo: create('undo', {
      tableActions: [...CHANGE, 'GetItem', 'BatchGetItem'],
      variables: bucketName,
      permissions: [allowIndexQuery(table), catalogues, allowObjects(objects, ['GetObject'], 'runs/*')],
      impact: 'People cannot plan how an execution is taken back.',
    }),
    // Without egress and without the key: what it shows is never sent.
    rehearsals: create('rehearsals', {
      tableActions: [...PIPELINE, 'GetItem', 'BatchGetItem'],
      variables: bucketName,
      permissions: [allowIndexQuery(table), catalogues, allowObjects(objects, ['GetObject'], 'runs/*')],
      impact: 'People cannot try a workflow before they run it.',
    }),
    approvals: create('approvals', {
      tableActions: [...CHANGE, 'GetItem', 'BatchGetItem'],
      variables: {
        ...bucketName,
        RUN_STATE_MACHINE_ARN: workflows.machine.arn,
        WATCHDOG_QUEUE_URL: workflows.watchdog.queue.queueUrl,
      },
      permissions: [
        allowIndexQuery(table),
        allowObjects(objects, ['GetObject', 'PutObject'], 'runs/*'),
        allow(['states:StartExecution'], workflows.machine.arn),
        allow(['sqs:SendMessage'], workflows.watchdog.queue.queueArn),
      ],
      impact: 'People cannot answer what their runs ask; those wait, or expire.',
    }),
    triggers: create('triggers', {
      tableActions: [...CHANGE, 'GetItem', 'BatchGetItem', 'DeleteItem', 'ConditionCheckItem'],
      impact: 'People cannot set when their workflows start; what is set goes on.',
    }),
    admin: create('admin', {
      tableActions: [...CHANGE, 'DeleteItem', 'BatchWriteItem'],
      variables: bucketName,
      permissions: [allowObjects(objects, ['DeleteObject'], 'documents/*')],
      impact: 'Administrators cannot see or clear what the deployment keeps.',
    }),
    usage: create('usage', {
      tableActions: [...PIPELINE, 'GetItem'],
      impact: 'People cannot see how their APIs are doing; calls keep to the limits all the same.',
    }),
    system: create('system', {
      tableActions: [...PIPELINE, 'GetItem'],
      variables: { KEY_ARN: key.keyArn, MODEL_PARAMETER: modelParameter(environment) },
      permissions: [allow(['kms:DescribeKey'], key.keyArn), model],
      impact: 'Health checks and the API documentation do not answer.',
    }),
  };
}

function createApiFunction(
  scope: Construct,
  {
    house,
    data: { table },
    identity,
    originToken,
    name,
    own,
  }: ApiFunctionsProps & { name: HttpFunctionName; own: OwnProps },
): HouseFunction {
  return new HouseFunction(scope, {
    house,
    name,
    memory: 512,
    timeout: own.timeout ?? 30,
    variables: {
      TABLE_NAME: table.tableName,
      USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
      USER_POOL_ISSUER: identity.userPool.userPoolProviderUrl,
      RATE_LIMITS: JSON.stringify(house.environment.rateLimits),
      ORIGIN_TOKEN: originToken,
      ...own.variables,
    },
    permissions: [allowTable(table, own.tableActions), ...(own.permissions ?? [])],
    alarm: { impact: own.impact },
  });
}
