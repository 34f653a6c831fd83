import { describe, expect, it } from 'vitest';
import { checkName } from './queueName.js';
import { parseQueueUrl } from './queue.js';
import { decodeReceipt, encodeReceipt } from './receiptHandle.js';

describe('a queue URL', () => {
  it.each([
    'http://127.0.0.1:4566/000000000000/orders',
    'https://sqs.us-east-1.amazonaws.com/000000000000/orders',
    'http://localhost:4566/prefix/000000000000/orders',
    'http://queue.localhost:4566/000000000000/orders?x=1/2',
  ])('%s', (url) => {
    expect(parseQueueUrl(url)).toEqual({ account: '000000000000', name: 'orders' });
  });

  it.each(['', 'orders', 'http://localhost:4566/orders', 'http://localhost/123/orders', 'http://localhost/000000000000/', '/', 'x000000000000/orders'])(
    '%j is none',
    (url) => {
      expect(() => parseQueueUrl(url)).toThrow(expect.objectContaining({ code: 'InvalidAddress', statusCode: 404 }));
    },
  );
});

describe('a queue name', () => {
  it.each([
    ['orders', undefined, false],
    ['a'.repeat(80), undefined, false],
    ['Orders-1_x.fifo', 'true', true],
    [`${'a'.repeat(75)}.fifo`, 'true', true],
  ])('%s with FifoQueue %s', (name, attribute, fifo) => {
    expect(checkName(name, attribute)).toBe(fifo);
  });

  it.each([
    ['', undefined],
    ['a'.repeat(81), undefined],
    ['a b', undefined],
    ['orders.fifo', undefined],
    ['orders', 'true'],
    ['.fifo', 'true'],
    [`${'a'.repeat(76)}.fifo`, 'true'],
  ])('%j with FifoQueue %s is refused', (name, attribute) => {
    expect(() => checkName(name, attribute)).toThrow(expect.objectContaining({ code: 'InvalidParameterValue' }));
  });

  it('refuses FifoQueue=false as AWS does', () => {
    expect(() => checkName('orders', 'false')).toThrow('Unknown Attribute FifoQueue.');
  });
});

describe('a receipt handle', () => {
  const receipt = { queueId: '0123456789ab', space: 'ba9876543210', enqueuedAtMs: 1_767_225_600_000, number: 42, receiveCount: 3 };

  it('comes back as it was', () => {
    expect(decodeReceipt(encodeReceipt(receipt), receipt.queueId)).toEqual(receipt);
  });

  it.each(['', 'AQEB', 'nope', 'AQEBnope', `${encodeReceipt(receipt)}x`.replace('AQEB', 'AQEC'), encodeReceipt({ ...receipt, queueId: 'ffffffffffff' })])(
    '%j is refused',
    (handle) => {
      expect(() => decodeReceipt(handle, receipt.queueId)).toThrow(expect.objectContaining({ code: 'ReceiptHandleIsInvalid' }));
    },
  );
});
