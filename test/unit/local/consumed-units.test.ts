import { askForUnits, readUnits } from '../../../local/aws/dynamodb/consumed-units.ts';

describe('the request units of a call', () => {
  it('are asked for without touching the rest of the request', () => {
    const asked = askForUnits('PutItem', Buffer.from('{"TableName":"t"}'));
    expect(JSON.parse(asked.toString())).toEqual({ TableName: 't', ReturnConsumedCapacity: 'TOTAL' });
    expect(askForUnits('DescribeTable', Buffer.from('{"TableName":"t"}')).toString()).toBe(
      '{"TableName":"t"}',
    );
    const own = '{"TableName":"t","ReturnConsumedCapacity":"NONE"}';
    expect(askForUnits('PutItem', Buffer.from(own)).toString()).toBe(own);
  });

  it.each([
    ['GetItem', '{"Item":{},"ConsumedCapacity":{"TableName":"t","CapacityUnits":1.5}}', 'read', 1.5],
    [
      'TransactWriteItems',
      '{"ConsumedCapacity":[{"TableName":"t","CapacityUnits":12,"WriteCapacityUnits":12},{"TableName":"u","CapacityUnits":2}]}',
      'write',
      14,
    ],
  ])('of %s are read from its answer', (operation, text, kind, units) => {
    expect(readUnits(operation, Buffer.from(text))).toEqual({ kind, units });
  });

  it('are unknown where the answer tells nothing', () => {
    expect(readUnits('PutItem', Buffer.from('{}'))).toBeUndefined();
  });
});
