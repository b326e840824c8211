import { KMSClient } from '@aws-sdk/client-kms';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { systemClock as laptopClock } from '../../local/aws/clock.ts';
import { createKms } from '../../local/aws/kms.ts';
import { openState } from '../../local/aws/open-state.ts';
import { systemClock } from '../../shared/aws/clock.ts';
import { createKmsDataKeys } from '../../shared/aws/kms-data-keys.ts';
import { createVault } from '../../shared/aws/vault.ts';
import type { Json } from '../../shared/domain/json.ts';
import { Secret } from '../../shared/domain/secret.ts';
import type { SecretContext } from '../../shared/ports.ts';
import { startEndpoint, type TestEndpoint } from '../support/start-endpoint.ts';

const CONTEXT: SecretContext = { tenant: 'ws_1', record: 'cred_1', purpose: 'connection-credential' };
const CREDENTIAL = { apiKey: 'canary-Zx81-ключ' };

let endpoint: TestEndpoint;
let kms: ReturnType<typeof createKms>;
beforeAll(async () => {
  kms = createKms({ state: openState(':memory:'), clock: laptopClock });
  endpoint = await startEndpoint([kms]);
});
afterAll(() => endpoint.close());

function setup({ key = 'DataKey', accessKeyId = 'root' } = {}) {
  let now = 0;
  const client = new KMSClient(endpoint.clientOptions(accessKeyId));
  const vault = createVault({
    dataKeys: createKmsDataKeys({ client }),
    keyArn: kms.ensureKey(key).arn,
    clock: { now: () => now },
    randomBytes,
  });
  const seal = (value: Json = CREDENTIAL) => vault.seal(new Secret<Json>(value), CONTEXT);
  const decryptions = () => endpoint.calls.filter(({ operation }) => operation === 'Decrypt').length;
  return { vault, seal, decryptions, wait: (milliseconds: number) => (now += milliseconds) };
}

describe('the vault', () => {
  it('opens what it sealed, and shows nothing of it outside', async () => {
    const { vault, seal } = setup();

    const sealed = await seal();
    const opened = await vault.open(sealed, CONTEXT);

    expect(opened.reveal()).toEqual(CREDENTIAL);
    expect(JSON.stringify([sealed, opened])).not.toContain('canary');
    expect(Buffer.from(sealed.message, 'base64').includes('canary')).toBe(false);
    expect(sealed).toMatchObject({ format: 'apiq-envelope-1', keyArn: kms.ensureKey('DataKey').arn });
  });

  it('takes a data key of its own for every secret', async () => {
    const { seal } = setup();
    const [first, second] = await Promise.all([seal(), seal()]);
    expect(first.encryptedDataKey).not.toBe(second.encryptedDataKey);
    expect(first.message).not.toBe(second.message);
  });

  it.each([
    ['tenant', { ...CONTEXT, tenant: 'ws_2' }],
    ['record', { ...CONTEXT, record: 'cred_2' }],
  ])('does not open for another %s, even when it has just opened for the right one', async (_, context) => {
    const { vault, seal, decryptions } = setup();
    const sealed = await seal();
    await vault.open(sealed, CONTEXT);
    const before = decryptions();
    await expect(vault.open(sealed, context)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    // Its data key was not taken from the cache either: KMS refused.
    expect(decryptions() - before).toBe(1);
  });

  it('does not open with the data key of another secret', async () => {
    const { vault, seal } = setup();
    const [first, second] = await Promise.all([seal(), seal()]);
    const mixed = { ...first, encryptedDataKey: second.encryptedDataKey };
    await expect(vault.open(mixed, CONTEXT)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  it.each(['encryptedDataKey', 'message', 'keyArn'] as const)(
    'does not open when %s was changed',
    async (member) => {
      const { vault, seal } = setup();
      const sealed = await seal();
      const other = kms.ensureKey('OtherKey').arn;
      const changed = member === 'keyArn' ? other : flipLastBit(sealed[member]);
      await expect(vault.open({ ...sealed, [member]: changed }, CONTEXT)).rejects.toMatchObject({
        code: 'INTERNAL_ERROR',
      });
    },
  );

  it.each(['!', ' ', '\n', '='])(
    'does not open another spelling of the same bytes (%j appended)',
    async (more) => {
      const { vault, seal } = setup();
      const sealed = await seal();
      await expect(vault.open({ ...sealed, message: sealed.message + more }, CONTEXT)).rejects.toMatchObject({
        code: 'INTERNAL_ERROR',
      });
    },
  );

  it('asks KMS once for a data key that it uses again within five minutes', async () => {
    const { vault, seal, decryptions, wait } = setup();
    const sealed = await seal();
    const before = decryptions();

    await Promise.all([vault.open(sealed, CONTEXT), vault.open(sealed, CONTEXT)]);
    await vault.open(sealed, CONTEXT);
    expect(decryptions() - before).toBe(1);

    wait(5 * 60_000);
    expect((await vault.open(sealed, CONTEXT)).reveal()).toEqual(CREDENTIAL);
    expect(decryptions() - before).toBe(2);
  });

  it('says that it is busy when KMS fails', async () => {
    const { seal } = setup();
    const sealed = await seal();
    const failing = createServer((_, response) => response.writeHead(503).end()).listen(0, '127.0.0.1');
    await once(failing, 'listening');
    const client = new KMSClient({
      ...endpoint.clientOptions(),
      endpoint: `http://127.0.0.1:${portOf(failing)}`,
    });
    const dataKeys = createKmsDataKeys({ client });
    const vault = createVault({ dataKeys, keyArn: sealed.keyArn, clock: systemClock, randomBytes });

    const opening = vault.open(sealed, CONTEXT);

    await expect(opening).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    client.destroy();
    failing.close();
  });
});

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

function flipLastBit(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes.toString('base64');
}
