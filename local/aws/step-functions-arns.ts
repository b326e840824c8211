import { ACCOUNT, AwsError, REGION } from './service.ts';

const PREFIX = `arn:aws:states:${REGION}:${ACCOUNT}`;

export function machineArn(name: string): string {
  return `${PREFIX}:stateMachine:${name}`;
}

/** The ARN of a Standard execution; its name is its identity. */
export function executionArn({ machine, name }: { machine: string; name: string }): string {
  return `${PREFIX}:execution:${machine}:${name}`;
}

/** The ARN of an Express execution; names may repeat, so AWS adds an id. */
export function expressArn({ machine, name, id }: { machine: string; name: string; id: string }): string {
  return `${PREFIX}:express:${machine}:${name}:${id}`;
}

export function roleArn(roleName: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${roleName}`;
}

/** @throws AwsError `InvalidArn` */
export function machineNameOf(arn: string): string {
  const [, kind, name, ...rest] = partsOf(arn);
  if (kind !== 'stateMachine') throw invalidArn(`Resource type not valid in this context: ${kind}`);
  if (name === undefined || name === '' || rest.length > 0) throw invalidArn(arn);
  return name;
}

/** Refuses what is not the ARN of a Standard execution; AWS answers so for Express ones too. */
export function requireExecutionArn(arn: string): string {
  const [, kind, machine, name, ...rest] = partsOf(arn);
  if (kind !== 'execution') throw invalidArn(`Resource type not valid in this context: ${kind}`);
  if (!machine || !name || rest.length > 0) throw invalidArn(arn);
  return arn;
}

/** The machine that a Standard execution's ARN names. */
export function machineOfExecution(arn: string): string {
  return arn.split(':')[6] ?? '';
}

function partsOf(arn: string): string[] {
  if (!arn.startsWith(`${PREFIX}:`)) throw invalidArn(arn);
  return arn.slice(PREFIX.length).split(':');
}

function invalidArn(why: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${why}'`);
}
