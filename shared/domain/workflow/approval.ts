import * as z from 'zod';
import { MEMBER_ROLES } from '../roles.ts';

/** One field of the form that a person fills in. */
const FormField = z.lazy(() =>
  z.strictObject({
    name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/),
    label: z.exactOptional(z.string().max(200)),
    type: z.enum(['string', 'number', 'boolean']),
    /** The values to choose from. */
    options: z.exactOptional(z.array(z.string().max(200)).min(1).max(100)),
    required: z.exactOptional(z.boolean()),
  }),
);

/** What a person is asked for beside yes or no; the values are the members of the step's output `values`. */
export const ApprovalForm = z.lazy(() => z.array(FormField).min(1).max(50));
export type ApprovalForm = z.infer<typeof ApprovalForm>;

/** Who may answer: members by their user ids, or everybody with one of the roles. Left out: whoever may approve. */
export const Approvers = z.lazy(() =>
  z.strictObject({
    userIds: z.exactOptional(z.array(z.string().max(100)).min(1).max(50)),
    roles: z.exactOptional(z.array(z.enum(MEMBER_ROLES)).min(1).max(MEMBER_ROLES.length)),
  }),
);
export type Approvers = z.infer<typeof Approvers>;
