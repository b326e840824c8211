import { ACCOUNT, REGION } from '../service.ts';

/** The ARN of a table by name; an ARN is returned as it is (operations take either). */
export function tableArn(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:')
    ? nameOrArn
    : `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${nameOrArn}`;
}

/** The ARN of a table's stream; the label is the engine's own. */
export function streamArn(stream: { readonly tableName: string; readonly label: string }): string {
  return `${tableArn(stream.tableName)}/stream/${stream.label}`;
}
