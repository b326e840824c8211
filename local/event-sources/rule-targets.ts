import type { Deliver, SendDeadLetter } from '../aws/eventbridge-delivery.ts';
import type { Sqs } from '../aws/sqs.ts';
import type { Access } from '../iam/access.ts';
import type { InternalCaller } from '../internal-calls.ts';
import type { AsyncInvoker } from '../lambda/async-invoke.ts';
import type { EventRule, RuleTarget } from '../provision/read-event-sources.ts';

const EVENTS = 'events.amazonaws.com';

/**
 * How rules reach their targets: functions and queues by the target's own policy, state machines by the role that the
 * target names (EventBridge User Guide, "Amazon EventBridge targets"). A missing permission fails the delivery, as on AWS.
 */
export function createRuleTargets(options: {
  readonly rules: () => readonly EventRule[];
  readonly access: () => Access;
  readonly asyncInvoker: AsyncInvoker;
  readonly sqs: () => Sqs;
  readonly call: InternalCaller;
}): { readonly deliver: Deliver; readonly deadLetter: SendDeadLetter } {
  const { rules, access, asyncInvoker, sqs, call } = options;
  const find = (arn: string, id: string): RuleTarget | undefined =>
    rules()
      .flatMap((rule) => rule.targets)
      .find((target) => target.arn === arn && target.id === id);

  const requirePolicy = (action: string, resource: string, sourceArn: string) => {
    if (!access().serviceAllows(EVENTS, { action, resource, sourceArn }))
      throw new Error(`No policy of ${resource} lets ${EVENTS} use ${action} for ${sourceArn}.`);
  };

  const startExecution = async (target: RuleTarget, input: string): Promise<void> => {
    const role = target.roleArn?.slice(target.roleArn.lastIndexOf('/') + 1);
    if (role === undefined || !access().trusts(role, EVENTS))
      throw new Error(`The target ${target.id} has no role that ${EVENTS} may assume.`);
    await call({
      signingName: 'states',
      operation: 'StartExecution',
      input: { stateMachineArn: target.arn, input },
      principal: role,
    });
  };

  return {
    async deliver({ arn, id }, event) {
      const target = find(arn, id);
      if (!target) throw new Error(`No rule has the target ${id}.`);
      const text = JSON.stringify(event);
      const service = arn.split(':')[2];
      if (service === 'lambda') {
        requirePolicy('lambda:InvokeFunction', arn, target.ruleArn);
        asyncInvoker.send(arn, text);
      } else if (service === 'sqs') {
        requirePolicy('sqs:SendMessage', arn, target.ruleArn);
        sqs().send({ queueArn: arn, body: text });
      } else if (service === 'states') await startExecution(target, text);
      else throw new Error(`The laptop cloud cannot deliver to ${arn}.`);
    },
    deadLetter({ queueArn, body, attributes }) {
      requirePolicy('sqs:SendMessage', queueArn, attributes['RULE_ARN'] ?? '');
      sqs().send({ queueArn, body, attributes });
    },
  };
}
