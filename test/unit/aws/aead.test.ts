import { hkdfSha256, openGcm, sealGcm } from '../../../shared/aws/aead.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
const range = (from: number, to: number) =>
  Buffer.from(Array.from({ length: to - from + 1 }, (_, at) => from + at));

describe('HKDF-SHA256', () => {
  it.each([
    {
      name: 'RFC 5869, test case 1',
      key: Buffer.alloc(22, 0x0b),
      salt: range(0x00, 0x0c),
      info: range(0xf0, 0xf9),
      okm: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    },
    {
      name: 'RFC 5869, test case 2',
      key: range(0x00, 0x4f),
      salt: range(0x60, 0xaf),
      info: range(0xb0, 0xff),
      okm:
        'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
        'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    },
    {
      name: 'RFC 5869, test case 3',
      key: Buffer.alloc(22, 0x0b),
      salt: Buffer.alloc(0),
      info: Buffer.alloc(0),
      okm: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    },
  ])('$name', ({ key, salt, info, okm }) => {
    expect(hkdfSha256({ key, salt, info, bytes: okm.length / 2 }).toString('hex')).toBe(okm);
  });
});

/** McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B: the AES-256 cases that NIST took over. */
const GCM = [
  {
    name: '13',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    header: '',
    plaintext: '',
    sealed: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: '14',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    header: '',
    plaintext: '00'.repeat(16),
    sealed: 'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: '16',
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    nonce: 'cafebabefacedbaddecaf888',
    header: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    plaintext:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    sealed:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
      '76fc6ece0f4e1768cddf8853bb2d551b',
  },
].map(({ name, ...vector }) => ({
  name,
  key: hex(vector.key),
  nonce: hex(vector.nonce),
  header: hex(vector.header),
  plaintext: hex(vector.plaintext),
  sealed: hex(vector.sealed),
}));

describe('AES-256-GCM', () => {
  it.each(GCM)('test case $name seals and opens', ({ name: _, sealed, plaintext, ...gcm }) => {
    expect(sealGcm({ ...gcm, plaintext })).toEqual(sealed);
    expect(openGcm({ ...gcm, sealed })).toEqual(plaintext);
  });

  it('opens nothing that is shorter than its tag', () => {
    const [vector] = GCM;
    if (vector === undefined) throw new Error('There are vectors.');
    expect(openGcm({ ...vector, sealed: vector.sealed.subarray(1) })).toBeUndefined();
  });
});
