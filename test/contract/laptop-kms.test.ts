import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';

import { systemClock } from '../../local/aws/clock.ts';
import { createKms } from '../../local/aws/kms.ts';
import { openState } from '../../local/aws/open-state.ts';
import { startEndpoint } from '../support/start-endpoint.ts';

const CONTEXT = { tenant: 'ws_1', record: 'cred_1', purpose: 'credential' };
const PLAINTEXT = Buffer.from('a secret of the test');

async function setup() {
  const state = openState(':memory:');
  const kms = createKms({ state, clock: systemClock });
  const endpoint = await startEndpoint([kms]);
  const client = new KMSClient(endpoint.clientOptions());
  return { state, kms, endpoint, client, key: kms.ensureKey('DataKey') };
}
type Fixture = Awaited<ReturnType<typeof setup>>;

describe('the local KMS, by the SDK client', () => {
  let on: Fixture;
  beforeAll(async () => {
    on = await setup();
  });
  afterAll(async () => {
    on.client.destroy();
    await on.endpoint.close();
  });

  const encrypt = async (context: Record<string, string> = CONTEXT): Promise<Uint8Array> => {
    const command = new EncryptCommand({
      KeyId: on.key.arn,
      Plaintext: PLAINTEXT,
      EncryptionContext: context,
    });
    return (await on.client.send(command)).CiphertextBlob ?? new Uint8Array();
  };

  test('a data key decrypts to itself under the same context, in any order of its names', async () => {
    const made = await on.client.send(
      new GenerateDataKeyCommand({ KeyId: on.key.keyId, KeySpec: 'AES_256', EncryptionContext: CONTEXT }),
    );
    const reordered = Object.fromEntries(Object.entries(CONTEXT).toReversed());
    const opened = await on.client.send(
      new DecryptCommand({ CiphertextBlob: made.CiphertextBlob, EncryptionContext: reordered }),
    );

    expect(made.KeyId).toBe(on.key.arn);
    expect(made.Plaintext).toHaveLength(32);
    expect(opened.Plaintext).toEqual(made.Plaintext);
    expect(opened.KeyId).toBe(on.key.arn);
    expect(Buffer.from(made.CiphertextBlob ?? []).includes(Buffer.from(made.Plaintext ?? []))).toBe(false);
  });

  test('two encryptions of the same plaintext differ', async () => {
    expect(Buffer.from(await encrypt()).equals(Buffer.from(await encrypt()))).toBe(false);
  });

  test.each([
    ['another value', { ...CONTEXT, record: 'cred_2' }],
    ['a name less', { tenant: 'ws_1', record: 'cred_1' }],
    ['a name more', { ...CONTEXT, more: 'x' }],
    ['the same letters cut elsewhere', { tenant: 'ws_1', record: 'cred_1', purposec: 'redential' }],
    ['no context', {}],
  ])('a wrong context (%s) is an invalid ciphertext', async (_, context) => {
    const command = new DecryptCommand({ CiphertextBlob: await encrypt(), EncryptionContext: context });
    await expect(on.client.send(command)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  test('a flipped bit anywhere in the blob is refused', async () => {
    const blob = Buffer.from(await encrypt());
    for (const at of [0, 18, 30, blob.length - 1]) {
      const forged = Buffer.from(blob);
      forged.writeUInt8(forged.readUInt8(at) ^ 1, at);
      const command = new DecryptCommand({ CiphertextBlob: forged, EncryptionContext: CONTEXT });
      await expect(on.client.send(command)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    }
  });

  test('a blob of a key that is not here reads as one that may not be used', async () => {
    const blob = Buffer.from(await encrypt());
    blob.fill(7, 1, 17);
    const command = new DecryptCommand({ CiphertextBlob: blob, EncryptionContext: CONTEXT });
    await expect(on.client.send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('re-encryption moves a ciphertext to another key and context', async () => {
    const next = on.kms.ensureKey('NextKey');
    const moved = await on.client.send(
      new ReEncryptCommand({
        CiphertextBlob: await encrypt(),
        SourceEncryptionContext: CONTEXT,
        DestinationKeyId: next.arn,
        DestinationEncryptionContext: { tenant: 'ws_2' },
      }),
    );
    const opened = await on.client.send(
      new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { tenant: 'ws_2' } }),
    );

    expect(moved).toMatchObject({ SourceKeyId: on.key.arn, KeyId: next.arn });
    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(PLAINTEXT);
    const wrongKey = new DecryptCommand({
      CiphertextBlob: moved.CiphertextBlob,
      EncryptionContext: { tenant: 'ws_2' },
      KeyId: on.key.arn,
    });
    await expect(on.client.send(wrongKey)).rejects.toMatchObject({ name: 'IncorrectKeyException' });
  });

  test('an unknown key is not found; a disabled one or one pending deletion is not used', async () => {
    const unknown = new EncryptCommand({ KeyId: 'nothing', Plaintext: PLAINTEXT });
    await expect(on.client.send(unknown)).rejects.toMatchObject({ name: 'NotFoundException' });

    const key = on.kms.ensureKey('OldKey');
    const command = new EncryptCommand({ KeyId: key.arn, Plaintext: PLAINTEXT });
    on.kms.setKeyState({ keyId: key.keyId, state: 'Disabled' });
    await expect(on.client.send(command)).rejects.toMatchObject({ name: 'DisabledException' });
    const described = await on.client.send(new DescribeKeyCommand({ KeyId: key.keyId }));
    expect(described.KeyMetadata).toMatchObject({ Arn: key.arn, Enabled: false, KeyState: 'Disabled' });
    on.kms.setKeyState({ keyId: key.keyId, state: 'PendingDeletion' });
    await expect(on.client.send(command)).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
  });

  test('an input that does not fit is refused by the name of its member', async () => {
    const command = new EncryptCommand({ KeyId: on.key.arn, Plaintext: Buffer.alloc(4097) });
    await expect(on.client.send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Plaintext'),
    });
    const both = new GenerateDataKeyCommand({ KeyId: on.key.arn, KeySpec: 'AES_256', NumberOfBytes: 32 });
    await expect(on.client.send(both)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('an operation or member that is not spoken is refused and logged, never ignored', async () => {
    await expect(on.client.send(new CreateKeyCommand({}))).rejects.toMatchObject({ name: 'NotImplemented' });
    const dryRun = new EncryptCommand({ KeyId: on.key.arn, Plaintext: PLAINTEXT, DryRun: true });
    await expect(on.client.send(dryRun)).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(on.endpoint.logged).toEqual([
      'laptop cloud: The laptop cloud does not implement kms:CreateKey.',
      'laptop cloud: The laptop cloud does not implement kms:Encrypt with DryRun.',
    ]);
  });

  test('the caller needs the permission on the very key, and must be known', async () => {
    const refused = new KMSClient(on.endpoint.clientOptions('Nobody'));
    const stranger = new KMSClient(on.endpoint.clientOptions('AKIASTRANGER'));
    const command = new DecryptCommand({ CiphertextBlob: await encrypt(), EncryptionContext: CONTEXT });
    const counted = on.endpoint.calls.length;

    await expect(refused.send(command)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `is not authorized to perform: kms:Decrypt on resource: ${on.key.arn}`,
      ),
    });
    await expect(stranger.send(command)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    expect(on.endpoint.calls).toHaveLength(counted);
  });

  test('keys and what was encrypted under them outlive a restart', async () => {
    const blob = await encrypt();
    const restarted = createKms({ state: on.state, clock: systemClock });
    const endpoint = await startEndpoint([restarted]);
    const client = new KMSClient(endpoint.clientOptions());
    const opened = await client.send(
      new DecryptCommand({ CiphertextBlob: blob, EncryptionContext: CONTEXT }),
    );

    expect(restarted.ensureKey('DataKey')).toEqual(on.key);
    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(PLAINTEXT);
    client.destroy();
    await endpoint.close();
  });
});
