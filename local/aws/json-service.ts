import type * as z from 'zod';

import type { AwsCall, AwsReply, LocalService, Permission } from './service.ts';
import { AwsError, notImplemented } from './service.ts';

/** One operation of a JSON service, its input already read. */
export interface JsonOperation {
  permissions(call: AwsCall): readonly Permission[];
  perform(call: AwsCall): object | Promise<object>;
}

/** Declares one operation: its input is parsed once, and a member that the schema does not name is refused. */
export function jsonOperation<Input>(declared: {
  /** Strict objects, so that no member is ignored. */
  readonly input: z.ZodType<Input>;
  readonly permissions: (input: Input) => readonly Permission[];
  readonly perform: (input: Input) => object | Promise<object>;
}): (service: string, invalidCode: string) => JsonOperation {
  return (service, invalidCode) => {
    const parsed = new WeakMap<AwsCall, { readonly input: Input }>();
    const read = (call: AwsCall): Input => {
      const known = parsed.get(call);
      if (known !== undefined) return known.input;
      const input = parseInput({ schema: declared.input, call, service, invalidCode });
      parsed.set(call, { input });
      return input;
    };
    return {
      permissions: (call) => declared.permissions(read(call)),
      perform: (call) => declared.perform(read(call)),
    };
  };
}

/** The part of a service that all JSON services share: reading the operation, and refusing what is not spoken. */
export function createJsonService(options: {
  readonly signingName: string;
  /** Reads the operation's name; without it the name is what follows the dot of `x-amz-target`. */
  readonly readOperation?: (http: AwsCall['http']) => string;
  readonly operations: Readonly<Record<string, ReturnType<typeof jsonOperation>>>;
  /** The error code of an input that does not fit. */
  readonly invalidCode?: string;
}): Pick<LocalService, 'signingName' | 'operation' | 'permissions' | 'handle'> {
  const { signingName, invalidCode = 'ValidationException' } = options;
  const operations = new Map(
    Object.entries(options.operations).map(([name, make]) => [name, make(signingName, invalidCode)]),
  );
  const find = (name: string): JsonOperation => {
    const operation = operations.get(name);
    if (operation === undefined) throw notImplemented(signingName, name);
    return operation;
  };
  return {
    signingName,
    operation: options.readOperation ?? readTarget,
    permissions: (call) => find(call.operation).permissions(call),
    handle: async (call): Promise<AwsReply> => ({ body: await find(call.operation).perform(call) }),
  };
}

function readTarget(http: AwsCall['http']): string {
  const target = http.headers['x-amz-target'];
  if (typeof target !== 'string')
    throw new AwsError('UnknownOperationException', 'The request names no operation.');
  return target.slice(target.indexOf('.') + 1);
}

function parseInput<Input>(options: {
  readonly schema: z.ZodType<Input>;
  readonly call: AwsCall;
  readonly service: string;
  readonly invalidCode: string;
}): Input {
  const { schema, call, service, invalidCode } = options;
  const result = schema.safeParse(call.input);
  if (result.success) return result.data;
  const { issues } = result.error;
  const members = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (members.length > 0) throw notImplemented(service, `${call.operation} with ${members.join(', ')}`);
  const [wrong] = issues;
  throw new AwsError(invalidCode, `Value at '${wrong?.path.join('.')}' is not valid: ${wrong?.message}`);
}
