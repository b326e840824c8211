import type { Perform, TaskCall } from '../asl/execution.ts';
import { type Json, type JsonObject, isJsonObject, parseJson } from '../asl/json.ts';
import { StatesError } from '../asl/states-error.ts';
import type { Authorize, CallNotice } from './dispatch.ts';
import { type AwsCall, AwsError, type AwsReply, type LocalService } from './service.ts';

/** An integration's call in the terms of the service it reaches. */
interface ServiceCall {
  readonly signingName: string;
  readonly operation: string;
  readonly input?: JsonObject;
  readonly http?: { readonly path: string; readonly headers: Record<string, string>; readonly body: string };
}

interface Integration {
  /** What error names begin with, and the error that stands for whatever has no name of its own. */
  readonly errors: { readonly prefix: string; readonly other: string };
  readonly call: (input: JsonObject) => ServiceCall;
  readonly result: (reply: AwsReply) => Json;
}

const LAMBDA = { prefix: 'Lambda', other: 'Lambda.AWSLambdaException' };

/**
 * Makes the calls of Task states straight at the services of the laptop cloud, as the machine's role: each is checked
 * against IAM and counted like a call that comes over HTTP. Failures carry the names that the optimised integrations
 * give them: `Lambda.TooManyRequestsException`, `StepFunctions.ExecutionAlreadyExistsException`, …, and a function's
 * own error is its `errorType`, with the error document as the cause.
 * Source: Step Functions, "Integrating optimized services", "Handling errors".
 */
export function createTaskPerformer(options: {
  /** Asked for at each call, since Step Functions itself is one of them. */
  readonly services: () => readonly LocalService[];
  readonly authorize: Pick<Authorize, 'check'>;
  readonly onCall?: (notice: CallNotice) => void;
}): Perform {
  const { services, authorize, onCall } = options;

  async function send(call: ServiceCall, principal: string): Promise<AwsReply> {
    const { signingName, operation, input = {}, http } = call;
    const service = services().find((one) => one.signingName === signingName);
    if (service === undefined)
      throw new AwsError('NotImplemented', `The laptop cloud has no service ${signingName}.`);
    const request: AwsCall = {
      operation,
      input,
      principal,
      http: {
        method: 'POST',
        path: http?.path ?? '/',
        query: new URLSearchParams(),
        headers: http?.headers ?? {},
        body: Buffer.from(http?.body ?? JSON.stringify(input)),
      },
    };
    authorize.check(principal, service.permissions(request));
    onCall?.({ service: signingName, operation, principal });
    return service.handle(request);
  }

  return async ({ resource, arguments: given, principal }) => {
    const integration = integrationOf(resource);
    try {
      return integration.result(
        await send(integration.call(argumentsOf({ resource, arguments: given })), principal),
      );
    } catch (error) {
      throw error instanceof AwsError ? named(error, integration) : error;
    }
  };
}

function argumentsOf({ resource, arguments: given }: Pick<TaskCall, 'resource' | 'arguments'>): JsonObject {
  if (resource.startsWith('arn:aws:lambda:')) return { FunctionName: resource, Payload: given };
  if (isJsonObject(given)) return given;
  throw new StatesError('States.Runtime', `The Arguments of ${resource} must be an object.`);
}

function integrationOf(resource: string): Integration {
  const found = resource.startsWith('arn:aws:lambda:') ? DIRECT_LAMBDA : INTEGRATIONS[resource];
  if (found === undefined)
    throw new StatesError('States.Runtime', `The laptop cloud cannot call ${resource}.`);
  return found;
}

const INVOKE: Integration = {
  errors: LAMBDA,
  call({ FunctionName, Payload, InvocationType = 'RequestResponse', ...more }) {
    const [unknown] = Object.keys(more);
    if (typeof FunctionName !== 'string' || typeof InvocationType !== 'string' || unknown !== undefined) {
      throw new StatesError(
        'States.Runtime',
        `lambda:invoke takes FunctionName, Payload, InvocationType, not ${unknown}.`,
      );
    }
    return {
      signingName: 'lambda',
      operation: 'Invoke',
      http: {
        path: `/2015-03-31/functions/${encodeURIComponent(FunctionName)}/invocations`,
        headers: { 'x-amz-invocation-type': InvocationType },
        body: Payload === undefined ? '' : JSON.stringify(Payload),
      },
    };
  },
  result: (reply) => ({
    ExecutedVersion: '$LATEST',
    Payload: payloadOf(reply),
    StatusCode: reply.status ?? 200,
  }),
};

/** A Lambda ARN as the Resource: the arguments are the payload, and so is the result. */
const DIRECT_LAMBDA: Integration = { ...INVOKE, result: payloadOf };

const INTEGRATIONS: Readonly<Record<string, Integration>> = {
  'arn:aws:states:::lambda:invoke': INVOKE,
  'arn:aws:states:::sqs:sendMessage': {
    errors: { prefix: 'SQS', other: 'SQS.AmazonSQSException' },
    call: ({ MessageBody = null, ...rest }) => ({
      signingName: 'sqs',
      operation: 'SendMessage',
      input: { ...rest, MessageBody: asText(MessageBody) },
    }),
    result: bodyOf,
  },
  'arn:aws:states:::states:startExecution': {
    errors: { prefix: 'StepFunctions', other: 'StepFunctions.AWSStepFunctionsException' },
    call: ({ StateMachineArn, Name, Input = {}, TraceHeader, ...more }) => {
      const [unknown] = Object.keys(more);
      if (unknown !== undefined)
        throw new StatesError('States.Runtime', `startExecution has no argument ${unknown}.`);
      return {
        signingName: 'states',
        operation: 'StartExecution',
        input: {
          ...(StateMachineArn === undefined ? {} : { stateMachineArn: StateMachineArn }),
          ...(Name === undefined ? {} : { name: Name }),
          ...(TraceHeader === undefined ? {} : { traceHeader: TraceHeader }),
          input: asText(Input),
        },
      };
    },
    result(reply) {
      const { executionArn = null, startDate } = bodyOf(reply);
      return {
        ExecutionArn: executionArn,
        StartDate: typeof startDate === 'number' ? startDate * 1000 : null,
      };
    },
  },
};

/** Bodies may be written as JSON in Arguments; the services take text. */
function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function bodyOf({ body }: AwsReply): JsonObject {
  const json = parseJson(JSON.stringify(body ?? {}));
  return isJsonObject(json) ? json : {};
}

function payloadOf({ body, headers = {} }: AwsReply): Json {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : '';
  const payload = text === '' ? null : parseJson(text);
  if (headers['x-amz-function-error'] === undefined) return payload;
  const name = isJsonObject(payload) ? payload.errorType : undefined;
  throw new StatesError(typeof name === 'string' && name !== '' ? name : 'Lambda.Unknown', text);
}

/** A refusal by the service, under the name that the integration gives it. */
function named({ code, status, message }: AwsError, { errors }: Integration): StatesError {
  if (code === 'AccessDeniedException') return new StatesError(errors.other, message);
  if (status >= 500 && code !== 'NotImplemented')
    return new StatesError(`${errors.prefix}.ServiceException`, message);
  const suffix = code.endsWith('Exception') ? '' : 'Exception';
  return new StatesError(`${errors.prefix}.${code}${suffix}`, message);
}
