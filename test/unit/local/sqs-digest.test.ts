import { digestAttributes, digestBody } from '../../../local/aws/sqs-digest.ts';

/** Values that AWS answered, as other SQS implementations record them. */
describe('message digests', () => {
  test('of a body', () => {
    expect(digestBody('derp')).toBe('58fd9edd83341c29f1aebba81c31e257');
  });

  test.each([
    ['Number', '235c5c510d26fb653d073faed50ae77c'],
    ['Number.java.lang.Long', '2e2e4876d8e0bd6b8c2c8f556831c349'],
  ])('of an attribute of type %s', (DataType, digest) => {
    expect(digestAttributes({ timestamp: { DataType, StringValue: '1493147359900' } })).toBe(digest);
  });

  test('of several attributes, in the order of their names', () => {
    const id = { DataType: 'String', StringValue: '2018fc74-4f77-1a5a-1be0-c2d037d5052b' };
    const contentType = { DataType: 'String', StringValue: 'application/json' };
    const timestamp = { DataType: 'Number.java.lang.Long', StringValue: '1602845432024' };
    expect(digestAttributes({ timestamp, id, contentType })).toBe('b12289320bb6e494b18b645ef562b4a9');
  });

  test('of none', () => {
    expect(digestAttributes({})).toBeUndefined();
  });
});
