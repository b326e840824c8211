import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentNamed, ENVIRONMENTS } from '../../infra/environments.ts';
import { list, object, runApp, synthesized } from '../support/synthesized.ts';

const names = Object.keys(ENVIRONMENTS);

/** Findings that may be acknowledged, each where it is: anything else has to be mended. */
const ACKNOWLEDGED: Readonly<Record<string, RegExp>> = {
  'AwsSolutions-IAM5[Resource::*]': /\/(Role|(run|hold)-workflow-machine)$/,
  'AwsSolutions-APIG4': /\/HttpApi$/,
  'AwsSolutions-CFR1': /\/Distribution$/,
  'AwsSolutions-CFR2': /\/Distribution$/,
  'AwsSolutions-CFR3': /\/Distribution$/,
  'AwsSolutions-CFR4': /\/Distribution$/,
  'AwsSolutions-COG1': /\/UserPool$/,
  'AwsSolutions-COG2': /\/UserPool$/,
  'AwsSolutions-COG8': /\/UserPool$/,
  'AwsSolutions-S1': /\/Bucket$/,
  'AwsSolutions-SF1': /\/(run|hold)-workflow-machine$/,
  'AwsSolutions-SMG4': /\/OriginToken\/Secret$/,
};
const SCHEDULES = /^AwsSolutions-IAM5\[.+:scheduler:.+:schedule\/apiq-\w+-triggers\/\*\]$/;
const OBJECTS =
  /^AwsSolutions-IAM5\[Resource::apiq-\w+-data:ExportsOutputFnGetAttBucket\w+\/(catalogues|changes|runs|uploads|documents)\/\*\]$/;

describe.each(names)('environment %s', (name) => {
  test('synthesizes without a finding that is not acknowledged, and each acknowledgement is a known one with a reason', async () => {
    const { acknowledged, resources } = await synthesized(name);
    expect(resources.length).toBeGreaterThan(100);
    expect(acknowledged.length).toBeGreaterThan(20);
    for (const { path, rule, reason } of acknowledged) {
      if (OBJECTS.test(rule)) expect(path).toMatch(/\/Role$/);
      else if (SCHEDULES.test(rule)) expect(path).toMatch(/\/start-triggered\/Role$/);
      else expect(path).toMatch(ACKNOWLEDGED[rule] ?? /^there is no such acknowledgement$/);
      expect(reason.length).toBeGreaterThan(40);
    }
  });

  test('is bound to no account and no region, and holds the same resources as the laptop', async () => {
    const { resources, text } = await synthesized(name);
    expect(text).not.toMatch(/\b\d{12}\b|(us|eu|ap)-[a-z]+-\d/);
    const types = (of: typeof resources) =>
      of
        .map(({ type }) => type)
        .filter((type) => type !== 'AWS::SNS::Subscription')
        .toSorted();
    expect(types(resources)).toEqual(types((await synthesized('local')).resources));
  });
});

describe('production', () => {
  test('keeps its data when a stack goes', async () => {
    const production = await synthesized('production');
    for (const type of [
      'AWS::DynamoDB::Table',
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::Cognito::UserPool',
    ]) {
      expect(production.ofType(type).map(({ deletionPolicy }) => deletionPolicy)).toEqual(['Retain']);
    }
    expect(production.ofType('AWS::DynamoDB::Table')[0]?.properties.DeletionProtectionEnabled).toBe(true);
    expect(production.ofType('AWS::Cognito::UserPool')[0]?.properties.DeletionProtection).toBe('ACTIVE');
  });

  test('has the limits of the code, keeps logs for a year and tells somebody of alarms', async () => {
    const production = await synthesized('production');
    const limits = production
      .ofType('AWS::Lambda::Function')
      .map(({ properties }) => object(object(properties.Environment).Variables).RATE_LIMITS);
    expect(new Set(limits)).toEqual(new Set(['{}', undefined]));
    expect(
      new Set(production.ofType('AWS::Logs::LogGroup').map(({ properties }) => properties.RetentionInDays)),
    ).toEqual(new Set([365]));
    expect(production.ofType('AWS::SNS::Subscription').map(({ properties }) => properties.Protocol)).toEqual([
      'email',
    ]);
  });

  test('opens the API to its own pages alone', async () => {
    const [api] = (await synthesized('production')).ofType('AWS::ApiGatewayV2::Api');
    for (const origin of list(object(api?.properties.CorsConfiguration).AllowOrigins)) {
      expect(origin).toMatch(/^https:\/\//);
    }
  });

  test("sends Cognito's mails through SES", async () => {
    const [pool] = (await synthesized('production')).ofType('AWS::Cognito::UserPool');
    expect(pool?.properties.EmailConfiguration).toMatchObject({ EmailSendingAccount: 'DEVELOPER' });
  });
});

describe('an environment that does not exist', () => {
  test('is refused with the names of those that do', async () => {
    expect(() => environmentNamed('prod')).toThrow('choose one of local, staging, production');
    const outdir = await mkdtemp(join(tmpdir(), 'apiq-infra-'));
    await expect(runApp({ environment: 'prod', outdir })).rejects.toThrow('There is no environment prod');
    await rm(outdir, { recursive: true });
  });
});
