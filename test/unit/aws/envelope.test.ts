import { webcrypto } from 'node:crypto';
import { hkdfSha256, openGcm } from '../../../shared/aws/aead.ts';
import { MESSAGE_ID_BYTES, openMessage, sealMessage } from '../../../shared/aws/envelope.ts';
import type { SecretContext } from '../../../shared/ports.ts';
import { gcmCollision } from '../../support/gcm-collision.ts';

const CONTEXT: SecretContext = { tenant: 'ws_1', record: 'cred_1', purpose: 'connection-credential' };

function setup() {
  const dataKey = Buffer.alloc(32, 7);
  const messageId = Buffer.alloc(MESSAGE_ID_BYTES, 9);
  const plaintext = Buffer.from('{"apiKey":"s3cret"}');
  const message = sealMessage({ dataKey, messageId, context: CONTEXT, plaintext });
  return {
    dataKey,
    messageId,
    plaintext,
    message,
    open: (over: object = {}) => openMessage({ dataKey, context: CONTEXT, message, ...over }),
  };
}

describe('the envelope', () => {
  it('opens to what was sealed', () => {
    const { plaintext, open } = setup();
    expect(open()).toEqual(plaintext);
  });

  it('opens an empty message', () => {
    const { dataKey, messageId } = setup();
    const message = sealMessage({ dataKey, messageId, context: CONTEXT, plaintext: Buffer.alloc(0) });
    expect(openMessage({ dataKey, context: CONTEXT, message })).toEqual(Buffer.alloc(0));
  });

  it('has the documented layout: an independent implementation reads it', async () => {
    const { dataKey, plaintext, message } = setup();
    const { subtle } = webcrypto;
    const base = await subtle.importKey('raw', dataKey, 'HKDF', false, ['deriveBits']);
    const derive = async (label: string) => {
      const parameters = {
        name: 'HKDF',
        hash: 'SHA-256',
        salt: message.subarray(1, 33),
        info: Buffer.from(label),
      };
      return Buffer.from(await subtle.deriveBits(parameters, base, 256));
    };
    const key = await subtle.importKey('raw', await derive('apiq-envelope-1 encrypt'), 'AES-GCM', false, [
      'decrypt',
    ]);

    const opened = await subtle.decrypt(
      {
        name: 'AES-GCM',
        iv: Buffer.alloc(12),
        additionalData: Buffer.concat([message.subarray(0, 65), ...authenticatedContext()]),
      },
      key,
      message.subarray(65),
    );

    expect(message[0]).toBe(1);
    expect(message.subarray(33, 65)).toEqual(await derive('apiq-envelope-1 commit'));
    expect(Buffer.from(opened)).toEqual(plaintext);
  });

  it('opens nothing when any one bit of it differs', () => {
    const { message, open } = setup();
    for (let bit = 0; bit < message.length * 8; bit += 1) {
      const changed = Buffer.from(message);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect({ bit, opened: open({ message: changed }) }).toEqual({ bit, opened: undefined });
    }
  });

  it('opens nothing when it is cut or extended at any byte', () => {
    const { message, open } = setup();
    for (let length = 0; length < message.length; length += 1) {
      expect(open({ message: message.subarray(0, length) })).toBeUndefined();
      expect(open({ message: message.subarray(message.length - length) })).toBeUndefined();
    }
    expect(open({ message: Buffer.concat([message, Buffer.alloc(1)]) })).toBeUndefined();
  });

  it.each([
    ['another tenant', { ...CONTEXT, tenant: 'ws_2' }],
    ['another record', { ...CONTEXT, record: 'cred_2' }],
    ['another purpose', { ...CONTEXT, purpose: 'webhook-secret' }],
    ['members that only look alike when joined', { ...CONTEXT, record: 'cred_1tenant', tenant: '' }],
    ['a member more', { ...CONTEXT, more: 'x' }],
    ['no members', {}],
  ])('opens nothing for %s', (_, context) => {
    expect(setup().open({ context })).toBeUndefined();
  });

  it('opens for the same context in another order', () => {
    const { plaintext, open } = setup();
    expect(open({ context: Object.fromEntries(Object.entries(CONTEXT).toReversed()) })).toEqual(plaintext);
  });

  it('opens nothing under another data key, or one of another length', () => {
    const { open } = setup();
    expect(open({ dataKey: Buffer.alloc(32, 8) })).toBeUndefined();
    expect(open({ dataKey: Buffer.alloc(16, 7) })).toBeUndefined();
  });

  it('is committed to its data key: a ciphertext that GCM opens under two keys opens under one', () => {
    const { dataKey, messageId, message } = setup();
    const otherKey = Buffer.alloc(32, 8);
    const keyOf = (key: Buffer) =>
      hkdfSha256({ key, salt: messageId, info: Buffer.from('apiq-envelope-1 encrypt'), bytes: 32 });
    const nonce = Buffer.alloc(12);
    const envelopeHeader = message.subarray(0, 65);
    const header = Buffer.concat([envelopeHeader, ...authenticatedContext()]);
    const sealed = gcmCollision({ keys: [keyOf(dataKey), keyOf(otherKey)], nonce, header });
    const colliding = Buffer.concat([envelopeHeader, sealed]);

    expect(openGcm({ key: keyOf(dataKey), nonce, header, sealed })).toHaveLength(16);
    expect(openGcm({ key: keyOf(otherKey), nonce, header, sealed })).toHaveLength(16);
    expect(openMessage({ dataKey, context: CONTEXT, message: colliding })).toHaveLength(16);
    expect(openMessage({ dataKey: otherKey, context: CONTEXT, message: colliding })).toBeUndefined();
  });

  it('never repeats a key: two ids give two ciphertexts', () => {
    const { dataKey, plaintext, message } = setup();
    const messageId = Buffer.alloc(MESSAGE_ID_BYTES, 10);
    const second = sealMessage({ dataKey, messageId, context: CONTEXT, plaintext });
    expect(second.subarray(65)).not.toEqual(message.subarray(65));
  });

  it('refuses to seal with a key or an id of another length', () => {
    const { dataKey, messageId, plaintext } = setup();
    expect(() =>
      sealMessage({ dataKey: dataKey.subarray(1), messageId, context: CONTEXT, plaintext }),
    ).toThrow('length');
    expect(() =>
      sealMessage({ dataKey, messageId: messageId.subarray(1), context: CONTEXT, plaintext }),
    ).toThrow('length');
  });
});

/** The context as it is authenticated: names and values sorted by name, each behind its length in four bytes. */
function authenticatedContext(): Buffer[] {
  const texts = ['purpose', CONTEXT.purpose, 'record', CONTEXT.record, 'tenant', CONTEXT.tenant];
  return texts.flatMap((text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    return [length, Buffer.from(text)];
  });
}
