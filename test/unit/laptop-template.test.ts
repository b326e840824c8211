import { loadAssembly } from '../../local/template/assembly.ts';
import { createResolver } from '../../local/template/intrinsics.ts';
import { physicalName } from '../../local/template/physical-name.ts';
import { assertKnownTypes } from '../../local/template/resource-types.ts';
import { assemblyOf, type StackBody } from '../support/template-stacks.ts';

const TINY_CLOUD = new URL('../support/tiny-cloud', import.meta.url).pathname;

const STACKS = {
  data: {
    Resources: { Table: { Type: 'AWS::DynamoDB::Table' }, Name: { Type: 'AWS::SQS::Queue' } },
    Exports: { 'data:TableArn': { 'Fn::GetAtt': ['Table', 'Arn'] } },
  },
  app: {
    Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
    Parameters: { BootstrapVersion: '/cdk-bootstrap/version' },
    Conditions: {
      IsLocal: { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '000000000000'] },
      IsAway: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
      Both: { 'Fn::And': [{ Condition: 'IsLocal' }, { Condition: 'IsAway' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsLocal' }, { Condition: 'IsAway' }] },
    },
    Mappings: { Region: { 'us-east-1': { Zone: 'a' } } },
  },
} satisfies Record<string, StackBody>;

const setup = () =>
  createResolver({
    assembly: assemblyOf(STACKS),
    pseudo: { AccountId: '000000000000', Region: 'us-east-1', Partition: 'aws', URLSuffix: 'amazonaws.com' },
    values: { ref: (key) => `ref:${key}`, attribute: (key, name) => `${key}.${name}` },
  });

describe('intrinsics', () => {
  test.each<[string, unknown, unknown]>([
    ['Ref of a resource', { Ref: 'Queue' }, 'ref:app/Queue'],
    ['Ref of a parameter', { Ref: 'BootstrapVersion' }, '/cdk-bootstrap/version'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::StackName' }, 'app'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'app/Queue.Arn'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Queue.Inner.Arn' }, 'app/Queue.Inner.Arn'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 1]] }, 'a-us-east-1-1'],
    ['Fn::Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['Fn::Split', { 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${AWS::Partition}:${Queue}:${Queue.Arn}:${!Literal}' },
      'aws:ref:app/Queue:app/Queue.Arn:${Literal}',
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${Who}!', { Who: { Ref: 'Queue' } }] }, 'ref:app/Queue!'],
    ['Fn::ImportValue', { 'Fn::ImportValue': 'data:TableArn' }, 'data/Table.Arn'],
    [
      'Fn::ImportValue by a computed name',
      { 'Fn::ImportValue': { 'Fn::Sub': 'data:TableArn' } },
      'data/Table.Arn',
    ],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Region', { Ref: 'AWS::Region' }, 'Zone'] }, 'a'],
    ['Fn::If that holds', { 'Fn::If': ['IsLocal', 'yes', 'no'] }, 'yes'],
    ['Fn::If that does not', { 'Fn::If': ['Both', 'yes', { Ref: 'Queue' }] }, 'ref:app/Queue'],
    ['Fn::Or', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    ['AWS::NoValue in an object', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['AWS::NoValue in a list', [{ Ref: 'AWS::NoValue' }, 1], [1]],
    ['a value without intrinsics', { a: [true, null, 'x'] }, { a: [true, null, 'x'] }],
  ])('%s', (_name, value, expected) => {
    expect(setup().resolve('app', value)).toEqual(expected);
  });

  test.each<[string, unknown, RegExp]>([
    ['an unknown intrinsic, by its name', { 'Fn::Cidr': [] }, /Fn::Cidr/u],
    ['an unknown pseudo parameter', { Ref: 'AWS::Moon' }, /AWS::Moon/u],
    ['a Ref to nothing', { Ref: 'Nothing' }, /Nothing/u],
    ['an import that nothing exports', { 'Fn::ImportValue': 'data:Nothing' }, /data:Nothing/u],
    ['an unknown condition', { 'Fn::If': ['Nothing', 1, 2] }, /Nothing/u],
    ['a map without the key', { 'Fn::FindInMap': ['Region', 'moon', 'Zone'] }, /moon/u],
    ['an index past the end', { 'Fn::Select': [5, ['a']] }, /no item 5/u],
  ])('refuses %s', (_name, value, message) => {
    expect(() => setup().resolve('app', value)).toThrow(message);
  });

  test('references are found through Sub, imports and the branch that holds', () => {
    const value = {
      a: { 'Fn::Sub': ['${Queue.Arn} ${Own}', { Own: { Ref: 'Queue' } }] },
      b: { 'Fn::ImportValue': 'data:TableArn' },
      c: { 'Fn::If': ['IsAway', { Ref: 'Nothing' }, 'x'] },
    };
    expect(setup().references('app', value)).toEqual(['app/Queue', 'data/Table']);
  });
});

describe('assembly', () => {
  test('stacks come after those they depend on, assets by their object keys', () => {
    const { stacks, assets } = loadAssembly(TINY_CLOUD);
    expect(stacks.map(({ name }) => name)).toEqual(['tiny-data', 'tiny-app']);
    expect(assets.get('items.zip')).toMatch(/asset\.items$/u);
  });

  test('a directory without a manifest is refused', () => {
    expect(() => loadAssembly('/nonexistent')).toThrow('no manifest.json');
  });

  test('unknown resource types are refused together, each named', () => {
    const assembly = assemblyOf({
      app: {
        Resources: {
          Moon: { Type: 'AWS::Moon::Base' },
          Star: { Type: 'AWS::Star::Gate' },
          Alarm: { Type: 'AWS::CloudWatch::Alarm' },
          Role: { Type: 'AWS::IAM::Role' },
          Queue: { Type: 'AWS::SQS::Queue' },
        },
      },
    });
    const provisioned = new Set(['AWS::SQS::Queue']);
    expect(() => assertKnownTypes(assembly, provisioned)).toThrow(
      'app/Moon (AWS::Moon::Base), app/Star (AWS::Star::Gate).',
    );
  });

  test('a name is stack and logical id, shortened where AWS would not take it, the same every time', () => {
    const name = (logicalId: string, type = 'AWS::SQS::Queue') =>
      physicalName({ stack: 'app', logicalId, type });
    expect(name('Queue')).toBe('app-Queue');
    expect(name('Bucket', 'AWS::S3::Bucket')).toBe('app-bucket');
    expect(name('x'.repeat(80))).toHaveLength(64);
    expect(name('x'.repeat(80))).toBe(name('x'.repeat(80)));
    expect(name('x'.repeat(80))).not.toBe(name(`${'x'.repeat(79)}y`));
  });
});
