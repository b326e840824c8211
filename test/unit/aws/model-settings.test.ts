import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { createModelSettings } from '../../../shared/aws/model-settings.ts';
import { createParameterReader } from '../../../shared/aws/ssm-parameter.ts';

const NAME = '/apiq/test/model';
const VALUE = { apiKey: 'sk-canary', baseUrl: 'https://models.example/v1', model: 'm-1' };

function setup(value = JSON.stringify(VALUE)) {
  let now = 0;
  const ssm = mockClient(SSMClient);
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: value } });
  const readParameter = createParameterReader({ client: new SSMClient({ region: 'us-east-1' }) });
  const settings = createModelSettings({ parameter: NAME, readParameter, clock: { now: () => now } });
  return { ssm, settings, wait: (milliseconds: number) => (now += milliseconds) };
}

describe('the settings of the language model', () => {
  it('are read decrypted, and their key cannot be printed', async () => {
    const { ssm, settings } = setup();
    const read = await settings();
    expect(read).toMatchObject({ baseUrl: VALUE.baseUrl, model: 'm-1' });
    expect(read?.apiKey.reveal()).toBe('sk-canary');
    expect(JSON.stringify(read)).not.toContain('canary');
    expect(ssm.call(0).args[0].input).toEqual({ Name: NAME, WithDecryption: true });
  });

  it('may be a key alone', async () => {
    const read = await setup('{"apiKey":"k"}').settings();
    expect(Object.keys(read ?? {})).toEqual(['apiKey']);
  });

  it('are undefined where there is no parameter, which is remembered too', async () => {
    const { ssm, settings } = setup();
    ssm.on(GetParameterCommand).rejects(Object.assign(new Error(), { name: 'ParameterNotFound' }));
    expect(await settings()).toBeUndefined();
    expect(await settings()).toBeUndefined();
    expect(ssm.calls()).toHaveLength(1);
  });

  it('are read again after five minutes', async () => {
    const { ssm, settings, wait } = setup();
    await settings();
    wait(5 * 60_000 - 1);
    await settings();
    expect(ssm.calls()).toHaveLength(1);
    wait(1);
    await settings();
    expect(ssm.calls()).toHaveLength(2);
  });

  it.each([
    'sk-canary',
    '{"apiKey":""}',
    '{"key":"sk-canary"}',
    '{"apiKey":"sk-canary","baseUrl":"sk-canary"}',
  ])('that are %s say so without showing them', async (value) => {
    const refused = setup(value).settings();
    await expect(refused).rejects.toMatchObject({ code: 'AI_SERVICE_ERROR' });
    await expect(refused).rejects.not.toHaveProperty('cause');
    await expect(refused).rejects.not.toThrow('canary');
  });

  it('that cannot be read are a failure that is not remembered', async () => {
    const { ssm, settings } = setup();
    ssm.on(GetParameterCommand).rejectsOnce(new Error('denied'));
    await expect(settings()).rejects.toMatchObject({ code: 'AI_SERVICE_ERROR' });
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '{"apiKey":"k"}' } });
    expect((await settings())?.apiKey.reveal()).toBe('k');
  });
});
