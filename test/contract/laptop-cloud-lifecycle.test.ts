import { createServer } from 'node:http';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyLaptop } from '../support/tiny-laptop.ts';

const FIXTURE = join(import.meta.dirname, '../support/tiny-cloud');

/** The fixture with its application template changed. */
async function changedFixture(
  change: (resources: Record<string, { Type: string; Properties: Record<string, unknown> }>) => void,
) {
  // Beside the original, so that its functions find their packages.
  const directory = await mkdtemp(join(import.meta.dirname, '../support/changed-cloud-'));
  await cp(FIXTURE, directory, { recursive: true });
  const file = join(directory, 'tiny-app.template.json');
  const template = JSON.parse(await readFile(file, 'utf8'));
  change(template.Resources);
  await writeFile(file, JSON.stringify(template));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

describe('start and stop', () => {
  test('data outlives a restart; --reset removes it', async () => {
    const first = await tinyLaptop();
    await first.call('POST', '/api/items', { body: { id: 'kept' } });
    await first.stop({ keep: true });

    const second = await tinyLaptop({ data: first.data });
    const found = await second.call('GET', '/api/v1/items/item%23kept');
    const events = await second.call('GET', '/_local/events');
    await second.stop({ keep: true });
    expect([found.status, second.warnings]).toEqual([200, []]);
    expect(events.json).toHaveLength(1);

    const third = await tinyLaptop({ data: first.data, reset: true });
    const gone = await third.call('GET', '/api/v1/items/item%23kept');
    await third.stop();
    expect(gone.status).toBe(404);
  });

  test('names, keys and ids are the same after a restart', async () => {
    const first = await tinyLaptop();
    const values = (tiny: typeof first) =>
      tiny.cloud.resources
        .map(({ key, ref, attributes }) => `${key} ${String(ref)} ${String(attributes['Arn'])}`)
        // A queue's URL has the port of its endpoint.
        .filter((line) => !line.includes('http:'))
        .toSorted((a, b) => a.localeCompare(b));
    const before = values(first);
    await first.stop({ keep: true });
    const second = await tinyLaptop({ data: first.data });
    expect(values(second)).toEqual(before);
    await second.stop();
  });

  test('a data directory in use is refused with a sentence, and stays with its owner', async () => {
    const owner = await tinyLaptop();
    await expect(tinyLaptop({ data: owner.data })).rejects.toThrow(/Another laptop cloud .* --data DIR/u);
    expect((await owner.call('GET', '/_local/health')).status).toBe(200);
    await owner.stop();
  });

  test('a port in use is refused with a sentence, and the data directory is free again', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const data = await mkdtemp(join(tmpdir(), 'tiny-cloud-'));
    await expect(tinyLaptop({ data, port })).rejects.toThrow(`Port ${port} is in use`);
    other.close();
    const after = await tinyLaptop({ data });
    await after.stop();
  });
});

describe('a template with a fault', () => {
  type Resources = Parameters<Parameters<typeof changedFixture>[0]>[0];
  const drop = (id: string) => (resources: Resources) => void delete resources[id];
  const set = (id: string, name: string, value: unknown) => (resources: Resources) => {
    const resource = resources[id];
    if (resource) resource.Properties[name] = value;
  };

  const addMoon = (resources: Resources) => {
    resources['Moon'] = { Type: 'AWS::Moon::Base', Properties: {} };
  };

  test.each<[string, (resources: Resources) => void, RegExp]>([
    ['a resource type that is unknown', addMoon, /tiny-app\/Moon \(AWS::Moon::Base\)/u],
    [
      'a poller without permission',
      set('WorkerPolicy', 'PolicyDocument', { Statement: [] }),
      /lacks .* on arn:/u,
    ],
    ['a missing code package', set('Items', 'Code', { S3Key: 'none.zip' }), /code of tiny-app\/Items/u],
    ['a property of a function that is not acted on', set('Items', 'VpcConfig', {}), /VpcConfig/u],
    ['a reference to nothing', set('Items', 'FunctionName', { Ref: 'Moon' }), /Moon/u],
    [
      'a role that does not trust Lambda',
      set('ItemsRole', 'AssumeRolePolicyDocument', { Statement: [] }),
      /assume/u,
    ],
    ['a dropped queue', drop('Queue'), /Queue/u],
    ['a circle', set('Queue', 'QueueName', { Ref: 'Queue' }), /circle/u],
  ])('%s stops the start with a sentence', async (_name, change, message) => {
    const { directory, remove } = await changedFixture(change);
    await expect(tinyLaptop({ assembly: directory })).rejects.toThrow(message);
    await remove();
  });

  test('a dropped permission of the rule shows: its events do not arrive', async () => {
    const { directory, remove } = await changedFixture(drop('RulePermission'));
    const tiny = await tinyLaptop({ assembly: directory });
    await tiny.call('POST', '/api/items', { body: { id: 'one' } });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { status } = await tiny.call('GET', '/api/v1/items/event%23one');
    await tiny.stop();
    await remove();
    expect(status).toBe(404);
  });
});
