import { functionNames } from '../../infra/function-names.ts';
import { FUNCTION_SETTINGS } from '../../shared/aws/settings.ts';
import { nameOf } from '../support/permissions-of.ts';
import { object, synthesized } from '../support/synthesized.ts';

const template = await synthesized();
const functions = new Map(
  template
    .ofType('AWS::Lambda::Function')
    .map(({ properties }) => [nameOf(properties.FunctionName), properties]),
);

describe('the functions', () => {
  test('are those that the settings know', () => {
    expect([...functions.keys()].toSorted()).toEqual(Object.keys(FUNCTION_SETTINGS).toSorted());
    expect(functionNames().toSorted()).toEqual(Object.keys(FUNCTION_SETTINGS).toSorted());
  });

  test.each(Object.entries(FUNCTION_SETTINGS))(
    '%s gets the variables it asks for, and no others',
    (name, settings) => {
      const variables = object(object(functions.get(name)?.Environment).Variables);
      expect(Object.keys(variables).toSorted()).toEqual([...settings].toSorted());
    },
  );

  test('no variable holds a secret, and nothing on this machine is reachable in the template', () => {
    for (const { Environment } of functions.values()) {
      const variables = object(object(Environment).Variables);
      for (const name of Object.keys(variables)) expect(name).not.toMatch(/SECRET|PASSWORD|API_KEY/);
      expect(variables.EGRESS_ALLOW ?? '').toBe('');
    }
  });

  test.each([...functions])('%s runs the house runtime with traces', (_, properties) => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    });
  });

  test('answer within the limits of what calls them', () => {
    const timeout = (name: string) => Number(functions.get(name)?.Timeout);
    for (const name of [
      'auth',
      'connections',
      'calls',
      'workflows',
      'executions',
      'history',
      'rehearsals',
      'approvals',
      'undo',
      'portability',
      'usage',
      'triggers',
      'admin',
      'system',
      'chat',
    ]) {
      expect(timeout(name)).toBeLessThanOrEqual(30);
    }
    // Cognito waits five seconds for a trigger; the machine's task waits 290.
    expect(timeout('custom-message')).toBeLessThanOrEqual(5);
    expect(timeout('run-workflow')).toBeLessThan(290);
  });
});
