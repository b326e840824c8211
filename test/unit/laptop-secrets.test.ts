import { createSecrets } from '../../local/provision/secrets.ts';
import { resolveDynamicReferences } from '../../local/template/dynamic-references.ts';

const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:app-Token-abc123';

const setup = (stored = new Map<string, string>()) => {
  const secrets = createSecrets({
    get: (name) => stored.get(name),
    set: (name, value) => void stored.set(name, value),
  });
  const provision = async (properties: Record<string, unknown>) => {
    const { ref } = await secrets.provision({
      key: 'app/Token',
      stack: 'app',
      logicalId: 'Token',
      type: 'AWS::SecretsManager::Secret',
      name: 'app-Token',
      properties,
    });
    return secrets.read(String(ref));
  };
  return { stored, secrets, provision };
};

describe('secrets of the template', () => {
  test('are random by the template’s rules, and the same after a restart', async () => {
    const first = setup();
    const value = await first.provision({
      GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
    });
    expect(value).toMatch(/^[a-zA-Z0-9]{48}$/u);
    const second = setup(first.stored);
    expect(await second.provision({ GenerateSecretString: { PasswordLength: 48 } })).toBe(value);
    expect(await setup().provision({ GenerateSecretString: {} })).not.toBe(value);
  });

  test('may be given, and rules that are not known are refused', async () => {
    expect(await setup().provision({ SecretString: 'given' })).toBe('given');
    const template = { GenerateSecretString: { SecretStringTemplate: '{}' } };
    await expect(setup().provision(template)).rejects.toThrow('app/Token');
  });

  test('that are not there are refused by name', () => {
    expect(() => setup().secrets.read(ARN)).toThrow(ARN);
  });
});

describe('dynamic references', () => {
  const read = (arn: string) => (arn === ARN ? '{"user":"u"}' : 'other');
  test.each<[string, unknown, unknown]>([
    ['a whole secret', `{{resolve:secretsmanager:${ARN}:SecretString:::}}`, '{"user":"u"}'],
    ['in the short form', `{{resolve:secretsmanager:${ARN}}}`, '{"user":"u"}'],
    ['one of its members', `{{resolve:secretsmanager:${ARN}:SecretString:user::}}`, 'u'],
    [
      'inside a text, deep in a value',
      { a: [`<{{resolve:secretsmanager:${ARN}:SecretString:user::}}>`] },
      { a: ['<u>'] },
    ],
    ['a value without any', { a: 1, b: ['{{x}}'], c: null }, { a: 1, b: ['{{x}}'], c: null }],
  ])('%s', (_name, value, expected) => {
    expect(resolveDynamicReferences(value, read)).toEqual(expected);
  });

  test.each([
    ['{{resolve:ssm:/name:1}}', '/name'],
    [`{{resolve:secretsmanager:${ARN}:SecretString:moon::}}`, 'moon'],
  ])('%s is refused', (value, message) => {
    expect(() => resolveDynamicReferences(value, read)).toThrow(message);
  });
});
