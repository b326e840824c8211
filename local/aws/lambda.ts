import * as z from 'zod';
import type { AsyncInvoker } from '../lambda/async-invoke.ts';
import { PAYLOAD_LIMIT } from '../lambda/invocation.ts';
import type { FunctionDefinition } from '../lambda/function-definition.ts';
import type { LambdaRuntime } from '../lambda/runtime.ts';
import {
  ACCOUNT,
  AwsError,
  notImplemented,
  REGION,
  type AwsCall,
  type AwsReply,
  type LocalService,
} from './service.ts';

/** An event that nobody waits for may hold 1 MB (Lambda Developer Guide, "Lambda quotas"). */
const EVENT_LIMIT = 1024 * 1024;

const FUNCTION_PATH = /^\/2015-03-31\/functions\/([^/]+)(\/invocations|\/configuration)?$/u;

const InvocationType = z.enum(['RequestResponse', 'Event', 'DryRun']);

/**
 * The Lambda API as far as the product uses it: Invoke and GetFunction (Lambda API Reference). Functions answer to their
 * names and ARNs, without versions or aliases.
 */
export function createLambdaApi(options: {
  readonly runtime: LambdaRuntime;
  readonly asyncInvoker: AsyncInvoker;
}): LocalService {
  const { runtime, asyncInvoker } = options;
  return {
    signingName: 'lambda',
    operation: readOperation,
    permissions: (call) => [
      {
        action: call.operation === 'Invoke' ? 'lambda:InvokeFunction' : `lambda:${call.operation}`,
        resource: arnOf(targetOf(call), runtime),
      },
    ],
    async handle(call) {
      const definition = runtime.find(targetOf(call));
      if (!definition) {
        const message = `Function not found: ${arnOf(targetOf(call), runtime)}`;
        throw new AwsError('ResourceNotFoundException', message, { status: 404 });
      }
      if (call.operation === 'GetFunction') return { body: { Configuration: configurationOf(definition) } };
      if (call.operation === 'GetFunctionConfiguration') return { body: configurationOf(definition) };
      return invoke(call, definition);
    },
    close: () => Promise.resolve(),
  };

  async function invoke(call: AwsCall, definition: FunctionDefinition): Promise<AwsReply> {
    const type = InvocationType.safeParse(
      call.http.headers['x-amz-invocation-type'] ?? 'RequestResponse',
    ).data;
    if (call.http.headers['x-amz-log-type'] === 'Tail')
      throw notImplemented('lambda', 'Invoke with LogType Tail');
    if (call.http.query.has('Qualifier')) throw notImplemented('lambda', 'Invoke with a Qualifier');
    if (type === 'DryRun') return { status: 204 };
    const limit = type === 'Event' ? EVENT_LIMIT : PAYLOAD_LIMIT;
    if (call.http.body.length > limit) {
      const message = `${call.http.body.length} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`;
      throw new AwsError('RequestTooLargeException', message, { status: 413 });
    }
    const payload = call.http.body.length === 0 ? '{}' : call.http.body.toString('utf8');
    assertJson(payload);
    if (type === 'Event') {
      asyncInvoker.send(definition.name, payload);
      return { status: 202 };
    }
    const result = await runtime.invoke(definition.name, payload);
    return {
      headers: {
        'content-type': 'application/json',
        'x-amz-executed-version': '$LATEST',
        ...(result.functionError !== undefined && { 'x-amz-function-error': result.functionError }),
      },
      body: result.payload,
    };
  }
}

function readOperation(http: AwsCall['http']): string {
  const [, , suffix] = FUNCTION_PATH.exec(http.path) ?? [];
  if (http.method === 'POST' && suffix === '/invocations') return 'Invoke';
  if (http.method === 'GET' && suffix === '/configuration') return 'GetFunctionConfiguration';
  if (http.method === 'GET' && FUNCTION_PATH.test(http.path) && suffix === undefined) return 'GetFunction';
  throw notImplemented('lambda', `${http.method} ${http.path}`);
}

function targetOf(call: AwsCall): string {
  const [, target = ''] = FUNCTION_PATH.exec(call.http.path) ?? [];
  return decodeURIComponent(target);
}

function arnOf(target: string, runtime: LambdaRuntime): string {
  const known = runtime.find(target)?.arn;
  return (
    known ?? (target.startsWith('arn:') ? target : `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${target}`)
  );
}

function configurationOf(definition: FunctionDefinition): object {
  return {
    FunctionName: definition.name,
    FunctionArn: definition.arn,
    Handler: definition.handler,
    MemorySize: definition.memoryMb,
    Timeout: definition.timeoutSeconds,
    Version: '$LATEST',
    State: 'Active',
    PackageType: 'Zip',
  };
}

function assertJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
  }
}
