import type { JsonSchema } from '../domain/catalogue.ts';
import type { ErrorDetail } from '../domain/errors.ts';
import { isOfType } from '../domain/form-faults.ts';
import { isForbiddenKey } from '../domain/json.ts';
import type { ApprovalForm, Approvers } from '../domain/workflow.ts';

/** Faults of what an approval asks for and of whom; `path` is where the step stands in the request. */
export function checkApproval(
  {
    form = [],
    approvers,
    expiresAfterSeconds,
    onExpiry,
  }: {
    readonly form?: ApprovalForm;
    readonly approvers?: Approvers;
    readonly expiresAfterSeconds?: number;
    readonly onExpiry?: string;
  },
  path: string,
): readonly ErrorDetail[] {
  const taken = new Set<string>();
  const fields = form.flatMap(({ name, type, enum: choices = [] }, at): ErrorDetail[] => {
    const place = `${path}.form[${at}]`;
    const isTaken = taken.has(name);
    taken.add(name);
    const wrong = choices.find((choice) => !isOfType(type, choice));
    return [
      ...(isForbiddenKey(name)
        ? [{ path: `${place}.name`, message: `A field may not be named "${name}".` }]
        : []),
      ...(isTaken ? [{ path: `${place}.name`, message: `Another field is named "${name}".` }] : []),
      ...(wrong === undefined
        ? []
        : [{ path: `${place}.enum`, message: `${JSON.stringify(wrong)} is not of the type ${type}.` }]),
    ];
  });
  const nobody = approvers !== undefined && approvers.userIds === undefined && approvers.roles === undefined;
  return [
    ...fields,
    ...(nobody
      ? [{ path: `${path}.approvers`, message: 'Name the user ids or the roles of those who may answer.' }]
      : []),
    ...(onExpiry !== undefined && expiresAfterSeconds === undefined
      ? [
          {
            path: `${path}.onExpiry`,
            message: 'It never expires: give expiresAfterSeconds, or leave onExpiry out.',
          },
        ]
      : []),
  ];
}

/** What later steps may read of the answer. */
export function answerSchema({ form = [] }: { readonly form?: ApprovalForm }): JsonSchema {
  const text = { type: 'string' };
  const properties = form.map(({ name, type, enum: choices }) => [
    name,
    { type, ...(choices === undefined ? {} : { enum: choices }) },
  ]);
  return {
    type: 'object',
    properties: {
      decision: { type: 'string', enum: ['approve', 'expired'] },
      input: { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false },
      by: { type: 'object', properties: { userId: text, name: text }, additionalProperties: false },
      at: { type: 'string', format: 'date-time' },
      comment: text,
    },
    additionalProperties: false,
  };
}
