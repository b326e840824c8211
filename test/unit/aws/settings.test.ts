import { FUNCTION_SETTINGS, readSettings, type FunctionName } from '../../../shared/aws/settings.ts';

function environment(name: FunctionName, over: Record<string, string | undefined> = {}) {
  const every = Object.fromEntries(FUNCTION_SETTINGS[name].map((variable) => [variable, `the ${variable}`]));
  return { ...every, LOG_LEVEL: 'INFO', RATE_LIMITS: '{}', ...over };
}

describe('the settings of a function', () => {
  it('are read when all are there', () => {
    const settings = readSettings({ name: 'run-workflow', env: environment('run-workflow') });
    expect(settings.text('TABLE_NAME')).toBe('the TABLE_NAME');
  });

  it('name everything that is missing or empty at once, and no value', () => {
    const env = environment('connections', { TABLE_NAME: undefined, KEY_ARN: '' });
    expect(() => readSettings({ name: 'connections', env })).toThrow(
      'Function connections cannot start: set TABLE_NAME, KEY_ARN in its environment.',
    );
  });

  it('refuse a variable that the function’s row does not name, although it is there', () => {
    const settings = readSettings({ name: 'ingest', env: environment('ingest', { KEY_ARN: 'x' }) });
    expect(() => settings.text('KEY_ARN')).toThrow('no setting KEY_ARN');
    expect(() => settings.rateLimits).toThrow('no setting RATE_LIMITS');
  });

  it.each([
    ['', {}],
    ['{}', {}],
    ['{"chat":50,"auth":3}', { chat: 50, auth: 3 }],
  ])('take %j as rate limits', (text, limits) => {
    expect(
      readSettings({ name: 'auth', env: environment('auth', { RATE_LIMITS: text }) }).rateLimits,
    ).toEqual(limits);
  });

  it.each(['chat=5', '{"chat":"5"}', '{"chat":0}', '{"chats":5}', '[]'])(
    'refuse %j as rate limits',
    (text) => {
      const settings = readSettings({ name: 'auth', env: environment('auth', { RATE_LIMITS: text }) });
      expect(() => settings.rateLimits).toThrow('RATE_LIMITS');
    },
  );

  it('read lists, addresses and levels in their usual spellings', () => {
    const ingest = readSettings({
      name: 'ingest',
      env: environment('ingest', { EGRESS_ALLOW: ' 127.0.0.1:4101, [::1]:80 ,', LOG_LEVEL: 'debug' }),
    });
    const message = readSettings({
      name: 'custom-message',
      env: environment('custom-message', { PUBLIC_URL: 'https://apiq.example/', LOG_LEVEL: '' }),
    });
    expect(ingest.egressAllow).toEqual(['127.0.0.1:4101', '[::1]:80']);
    expect(ingest.logLevel).toBe('DEBUG');
    expect(message.publicUrl).toBe('https://apiq.example');
    expect(message.logLevel).toBe('INFO');
    const loud = readSettings({ name: 'ingest', env: environment('ingest', { LOG_LEVEL: 'LOUD' }) });
    expect(() => loud.logLevel).toThrow('LOG_LEVEL');
  });
});
