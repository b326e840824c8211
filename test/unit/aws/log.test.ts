import { Logger } from '@aws-lambda-powertools/logger';
import { createLog } from '../../../shared/aws/log.ts';
import { redact } from '../../../shared/aws/redact.ts';
import { AppError } from '../../../shared/domain/errors.ts';
import { Secret } from '../../../shared/domain/secret.ts';

const CANARY = 'canary-8f2a';

describe('redaction of log fields', () => {
  it.each([
    'password',
    'newPassword',
    'token',
    'accessToken',
    'refresh_token',
    'Authorization',
    'proxy-authorization',
    'Cookie',
    'set-cookie',
    'apiKey',
    'X-API-Key',
    'client_secret',
    'privateKey',
    'credentials',
    'authConfig',
    'plaintext',
    'dataKey',
  ])('hides what stands under %s, at any depth', (name) => {
    const fields = { [name]: CANARY, list: [{ inner: { [name]: { value: CANARY } } }] };
    expect(JSON.stringify(redact(fields))).not.toContain(CANARY);
  });

  it.each(['credentialId', 'tokenUse', 'code', 'sessionId', 'runId', 'keyArn'])(
    'shows what stands under %s',
    (name) => {
      expect(redact({ [name]: 'x' })).toEqual({ [name]: 'x' });
    },
  );

  it('hides a Secret wherever it is', () => {
    expect(redact({ a: [new Secret(CANARY)], b: { c: new Secret({ d: CANARY }) } })).toEqual({
      a: ['[secret]'],
      b: { c: '[secret]' },
    });
  });

  it('shows of an error its name, message, stack and cause, and no other member', () => {
    const cause = Object.assign(new Error('refused'), { request: { body: CANARY } });
    const shown = redact(new AppError('SERVICE_UNAVAILABLE', 'Busy.', { cause }));
    expect(shown).toMatchObject({
      name: 'SERVICE_UNAVAILABLE',
      message: 'Busy.',
      cause: { message: 'refused' },
    });
    expect(JSON.stringify(shown)).not.toContain(CANARY);
  });

  it('bounds depth, members, texts and bytes, and survives a cycle', () => {
    const cycle: Record<string, unknown> = { bytes: Buffer.alloc(9) };
    cycle['self'] = cycle;
    expect(JSON.stringify(redact(cycle))).toContain('[deep]');
    expect(redact(Buffer.from(CANARY))).toBe('[11 bytes]');
    expect(String(redact('x'.repeat(9_999)))).toHaveLength(2_001);
    expect(redact(Array.from({ length: 500 }, () => 1))).toHaveLength(100);
    expect(redact(10n)).toBe('10');
    expect(redact(new Date(0))).toEqual(new Date(0));
  });
});

describe('the log', () => {
  function setup() {
    const lines: unknown[] = [];
    const logger = new Logger({ serviceName: 'test', logLevel: 'INFO' });
    const keep = (line: unknown) => void lines.push(JSON.parse(String(line)));
    Object.assign(logger, { console: { ...console, info: keep, warn: keep, error: keep } });
    return { log: createLog({ logger }), lines };
  }

  it('writes a line with level, message and redacted fields', () => {
    const { log, lines } = setup();
    log.info('Started.', { runId: 'run_1', token: CANARY });
    log.warn('Careful.');
    log.error('Failed.', { error: new Error('why') });
    expect(lines).toMatchObject([
      {
        level: 'INFO',
        message: 'Started.',
        service: 'test',
        fields: { runId: 'run_1', token: '[redacted]' },
      },
      { level: 'WARN', message: 'Careful.' },
      { level: 'ERROR', message: 'Failed.', fields: { error: { name: 'Error', message: 'why' } } },
    ]);
  });

  it('lets no field replace one of the logger’s own', () => {
    const { log, lines } = setup();
    log.info('Mine.', { level: 'X', message: 'X', service: 'X' });
    expect(lines).toMatchObject([{ level: 'INFO', message: 'Mine.', service: 'test' }]);
  });
});
