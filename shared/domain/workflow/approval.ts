import * as z from 'zod';
import { MEMBER_ROLES } from '../roles.ts';

/** What a field of a form may hold. */
const FIELD_TYPES = ['string', 'number', 'integer', 'boolean'] as const;

/** One field of the form that a person fills in. */
const FormField = z.lazy(() =>
  z
    .strictObject({
      /** The member of the answer's `input` that it becomes. */
      name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/),
      /** What a person reads beside it; the name unless given. */
      title: z.exactOptional(z.string().trim().min(1).max(200)),
      type: z.enum(FIELD_TYPES),
      /** Left out, it need not be filled in. */
      required: z.exactOptional(z.boolean()),
      /** The values to choose from, all of the field's type. */
      enum: z.exactOptional(
        z
          .array(z.union([z.string().max(200), z.number()]))
          .min(1)
          .max(100),
      ),
    })
    .meta({ id: 'ApprovalField' }),
);
export type FormField = z.infer<typeof FormField>;

/** What a person is asked for beside yes or no. */
export const ApprovalForm = z.lazy(() => z.array(FormField).min(1).max(50));
export type ApprovalForm = z.infer<typeof ApprovalForm>;

/**
 * Who may answer: the members with these user ids, and everybody with one of these roles. Left out: whoever may approve
 * workflows.
 */
export const Approvers = z.lazy(() =>
  z
    .strictObject({
      userIds: z.exactOptional(z.array(z.string().min(1).max(100)).min(1).max(50)),
      roles: z.exactOptional(z.array(z.enum(MEMBER_ROLES)).min(1).max(MEMBER_ROLES.length)),
    })
    .meta({ id: 'Approvers' }),
);
export type Approvers = z.infer<typeof Approvers>;

/**
 * What becomes of an approval that nobody answers in time. `fail`: the step fails with APPROVAL_EXPIRED. `reject`: as if it had
 * been rejected. `continue`: the run goes on, and the step's output says `expired`. Nothing is ever approved by silence.
 */
export const EXPIRY_OUTCOMES = ['fail', 'reject', 'continue'] as const;
