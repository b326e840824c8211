import { isApprover, approvalIdFor } from '../../shared/domain/approval.ts';
import { formFaults } from '../../shared/domain/form-faults.ts';
import type { Json } from '../../shared/domain/json.ts';
import type { Approvers, FormField } from '../../shared/domain/workflow.ts';

describe('who may answer an approval', () => {
  const viewer = { userId: 'u1', memberRole: 'VIEWER', mayApprove: false } as const;
  const editor = { userId: 'u2', memberRole: 'EDITOR', mayApprove: true } as const;
  test.each<[string, Approvers | undefined, typeof viewer | typeof editor, boolean]>([
    ['whoever may approve workflows, where nobody is named', undefined, editor, true],
    ['no viewer, where nobody is named', undefined, viewer, false],
    ['a viewer who is named', { userIds: ['u1'] }, viewer, true],
    ['nobody who is not named', { userIds: ['u1'] }, editor, false],
    ['a role that is named', { roles: ['VIEWER'] }, viewer, true],
    ['no other role', { roles: ['OWNER', 'VIEWER'] }, editor, false],
    ['a person beside a role', { userIds: ['u2'], roles: ['OWNER'] }, editor, true],
  ])('%s', (_name, approvers, member, expected) => {
    expect(isApprover({ approvers, member })).toBe(expected);
  });
  test('one question of a run has one id', () => {
    const id = approvalIdFor({ runId: 'run_1', key: 'each[1].ask' });
    expect(id).toBe(approvalIdFor({ runId: 'run_1', key: 'each[1].ask' }));
    expect(id).not.toBe(approvalIdFor({ runId: 'run_1', key: 'each[2].ask' }));
  });
});

describe('a form', () => {
  const field = (type: FormField['type'], more: Partial<FormField> = {}): FormField => ({
    name: 'a',
    type,
    ...more,
  });
  test.each<[string, FormField, Json, boolean]>([
    ['text', field('string'), 'x', true],
    ['a number as text', field('number'), '5', false],
    ['a number', field('number'), 1.5, true],
    ['a fraction as a whole number', field('integer'), 1.5, false],
    ['a whole number', field('integer'), 2, true],
    ['true', field('boolean'), true, true],
    ['text as true', field('boolean'), 'true', false],
    ['an object as text', field('string'), {}, false],
    ['a choice', field('string', { enum: ['x', 'y'] }), 'y', true],
    ['no choice', field('string', { enum: ['x', 'y'] }), 'z', false],
    ['nothing where nothing is needed', field('string'), null, true],
    ['nothing where something is needed', field('string', { required: true }), '', false],
    ['false where something is needed', field('boolean', { required: true }), false, true],
    ['too much text', field('string'), 'x'.repeat(5_001), false],
  ])('%s', (_name, only, value, fits) => {
    expect(formFaults({ form: [only], input: { a: value }, path: 'input' }).length === 0).toBe(fits);
  });
  test('names what it does not have, and what is missing', () => {
    const faults = formFaults({
      form: [field('string', { required: true })],
      input: { b: 1 },
      path: 'body.input',
    });
    expect(faults.map(({ path }) => path)).toEqual(['body.input.b', 'body.input.a']);
  });
});
