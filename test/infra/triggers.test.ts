import { logicalIdOf, textOf } from '../support/permissions-of.ts';
import { list, object, synthesized } from '../support/synthesized.ts';

const template = await synthesized();

describe('triggers', () => {
  test('every event but what triggers tell of themselves reaches the queue, whole', () => {
    const rule = template
      .ofType('AWS::Events::Rule')
      .map(({ properties }) => properties)
      .find(({ Targets }) => list(Targets).some((one) => textOf(object(one).Arn) === 'FollowedQueue'));
    expect(textOf(rule?.EventBusName)).toBe('Bus');
    expect(rule?.EventPattern).toEqual({
      source: ['apiq'],
      'detail-type': [{ 'anything-but': ['trigger.fired', 'trigger.skipped', 'trigger.failed'] }],
    });
    expect(list(rule?.Targets).map((target) => object(target).InputPath)).toEqual(['$']);
  });

  test('Scheduler sends in a role that only it may take, for this account, and to these two queues alone', () => {
    const sender = template.ofType('AWS::IAM::Role').find(({ id }) => id.includes('Sender'));
    expect(sender?.properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
    const policies = template
      .ofType('AWS::IAM::Policy')
      .filter(({ stack, properties }) =>
        list(properties.Roles).some((role) => `${stack}/${logicalIdOf(role)}` === sender?.id),
      );
    const statements = policies.flatMap(({ properties }) =>
      list(object(properties.PolicyDocument).Statement).map(object),
    );
    expect(statements.map(({ Action, Resource }) => [Action, list(Resource).map(textOf)])).toEqual([
      ['sqs:SendMessage', ['SchedulesDeadLetters', 'SchedulesQueue']],
    ]);
  });

  test('the role is passed to Scheduler and to nobody else', () => {
    const passing = template
      .ofType('AWS::IAM::Policy')
      .flatMap(({ properties }) => list(object(properties.PolicyDocument).Statement).map(object))
      .filter(({ Action }) => list(Action).includes('iam:PassRole'));
    expect(passing.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    ]);
  });

  test('one group holds the schedules', () => {
    expect(template.ofType('AWS::Scheduler::ScheduleGroup').map(({ properties }) => properties.Name)).toEqual(
      ['apiq-local-triggers'],
    );
  });
});
