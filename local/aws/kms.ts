import { randomBytes, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import type { Clock } from './clock.ts';
import { createJsonService, jsonOperation } from './json-service.ts';
import type { EncryptionContext } from './kms-ciphertext.ts';
import { keyIdOf, seal, unseal } from './kms-ciphertext.ts';
import { createKeyring } from './kms-keyring.ts';
import type { Key, KeyState } from './kms-keyring.ts';
import type { LocalService } from './service.ts';
import { ACCOUNT, AwsError } from './service.ts';

/** The local KMS: symmetric keys that never leave it. */
export interface Kms extends LocalService {
  /** The key of a template's resource, made when it is first asked for and the same ever after. */
  ensureKey(logicalId: string): { readonly keyId: string; readonly arn: string };
  /** Disables a key, marks it for deletion, or enables it again. Throws `NotFoundException`. */
  setKeyState(options: { readonly keyId: string; readonly state: KeyState }): void;
}

const KeyId = z.string().min(1).max(2048);
const Context = z.record(z.string(), z.string());
const Algorithm = z.literal('SYMMETRIC_DEFAULT').optional();
const Blob = z.base64().transform((text) => Buffer.from(text, 'base64'));
const Ciphertext = Blob.refine((blob) => blob.length > 0 && blob.length <= 6144, 'must have 1 to 6144 bytes');
const Plaintext = Blob.refine((blob) => blob.length > 0 && blob.length <= 4096, 'must have 1 to 4096 bytes');

const EncryptInput = z.strictObject({
  KeyId,
  Plaintext,
  EncryptionContext: Context.optional(),
  EncryptionAlgorithm: Algorithm,
});
const DecryptInput = z.strictObject({
  CiphertextBlob: Ciphertext,
  EncryptionContext: Context.optional(),
  KeyId: KeyId.optional(),
  EncryptionAlgorithm: Algorithm,
});
const GenerateDataKeyInput = z
  .strictObject({
    KeyId,
    EncryptionContext: Context.optional(),
    KeySpec: z.enum(['AES_256', 'AES_128']).optional(),
    NumberOfBytes: z.int().min(1).max(1024).optional(),
  })
  .refine((input) => (input.KeySpec === undefined) !== (input.NumberOfBytes === undefined), {
    message: 'specify either KeySpec or NumberOfBytes',
  });
const ReEncryptInput = z.strictObject({
  CiphertextBlob: Ciphertext,
  SourceEncryptionContext: Context.optional(),
  SourceKeyId: KeyId.optional(),
  DestinationKeyId: KeyId,
  DestinationEncryptionContext: Context.optional(),
  SourceEncryptionAlgorithm: Algorithm,
  DestinationEncryptionAlgorithm: Algorithm,
});

/** KMS as its clients see it; operations and errors as in the AWS KMS API Reference. */
export function createKms(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly newId?: () => string;
}): Kms {
  const keyring = createKeyring({ ...options, newId: options.newId ?? randomUUID });

  const sealUnder = (key: Key, plaintext: Buffer, context: EncryptionContext | undefined): string => {
    usable(key);
    return seal({ ...key, plaintext, context: context ?? {} }).toString('base64');
  };

  const open = (blob: Buffer, context: EncryptionContext | undefined, expected: string | undefined) => {
    const key = keyring.get(sealingKeyId(blob));
    if (key === undefined) {
      // AWS says the same of another account's key, so that a blob tells nothing about keys that one may not use.
      throw new AwsError('AccessDeniedException', 'The ciphertext refers to a key that does not exist.');
    }
    if (expected !== undefined && keyring.find(expected) !== key) {
      throw new AwsError('IncorrectKeyException', 'The ciphertext was not encrypted under the given key.');
    }
    usable(key);
    const plaintext = unseal({ master: key.master, blob, context: context ?? {} });
    if (plaintext === undefined) throw invalidCiphertext();
    return { key, plaintext };
  };

  const service = createJsonService({
    signingName: 'kms',
    operations: {
      Encrypt: jsonOperation({
        input: EncryptInput,
        permissions: ({ KeyId: id }) => [{ action: 'kms:Encrypt', resource: keyring.find(id).arn }],
        perform: (input) => {
          const key = keyring.find(input.KeyId);
          return {
            KeyId: key.arn,
            CiphertextBlob: sealUnder(key, input.Plaintext, input.EncryptionContext),
            EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
          };
        },
      }),
      Decrypt: jsonOperation({
        input: DecryptInput,
        permissions: (input) => [
          { action: 'kms:Decrypt', resource: keyring.arnOf(sealingKeyId(input.CiphertextBlob)) },
        ],
        perform: (input) => {
          const { key, plaintext } = open(input.CiphertextBlob, input.EncryptionContext, input.KeyId);
          return {
            KeyId: key.arn,
            Plaintext: plaintext.toString('base64'),
            EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
          };
        },
      }),
      GenerateDataKey: jsonOperation({
        input: GenerateDataKeyInput,
        permissions: ({ KeyId: id }) => [{ action: 'kms:GenerateDataKey', resource: keyring.find(id).arn }],
        perform: (input) => {
          const key = keyring.find(input.KeyId);
          const plaintext = randomBytes(input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32));
          return {
            KeyId: key.arn,
            CiphertextBlob: sealUnder(key, plaintext, input.EncryptionContext),
            Plaintext: plaintext.toString('base64'),
          };
        },
      }),
      ReEncrypt: jsonOperation({
        input: ReEncryptInput,
        permissions: (input) => [
          { action: 'kms:ReEncryptFrom', resource: keyring.arnOf(sealingKeyId(input.CiphertextBlob)) },
          { action: 'kms:ReEncryptTo', resource: keyring.find(input.DestinationKeyId).arn },
        ],
        perform: (input) => {
          const source = open(input.CiphertextBlob, input.SourceEncryptionContext, input.SourceKeyId);
          const key = keyring.find(input.DestinationKeyId);
          return {
            CiphertextBlob: sealUnder(key, source.plaintext, input.DestinationEncryptionContext),
            SourceKeyId: source.key.arn,
            KeyId: key.arn,
            SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
            DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
          };
        },
      }),
      DescribeKey: jsonOperation({
        input: z.strictObject({ KeyId }),
        permissions: ({ KeyId: id }) => [{ action: 'kms:DescribeKey', resource: keyring.find(id).arn }],
        perform: ({ KeyId: id }) => ({ KeyMetadata: describe(keyring.find(id)) }),
      }),
    },
  });

  return {
    ...service,
    ensureKey: (logicalId) => keyring.ensure(logicalId),
    setKeyState: ({ keyId, state }) => keyring.setState(keyring.find(keyId), state),
    close: async () => {},
  };
}

function sealingKeyId(blob: Buffer): string {
  const keyId = keyIdOf(blob);
  if (keyId === undefined) throw invalidCiphertext();
  return keyId;
}

function invalidCiphertext(): AwsError {
  return new AwsError('InvalidCiphertextException', 'The ciphertext or its encryption context is not valid.');
}

function usable(key: Key): void {
  if (key.state === 'Disabled') throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  if (key.state === 'PendingDeletion') {
    throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
  }
}

function describe(key: Key): object {
  return {
    AWSAccountId: ACCOUNT,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: key.createdAt / 1000,
    Enabled: key.state === 'Enabled',
    KeyState: key.state,
    Description: key.logicalId,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    KeyManager: 'CUSTOMER',
    Origin: 'AWS_KMS',
    MultiRegion: false,
  };
}
