import { describe, expect, it } from 'vitest';
import { failedItems } from './batchResponse.js';
import { queueRecord, splitByBytes } from './queueEvent.js';

const queueArn = 'arn:aws:sqs:us-east-1:000000000000:orders';

describe('an SQS event', () => {
  it('has the shape of AWS and not what only the cloud knows', () => {
    const message = {
      MessageId: 'm1',
      ReceiptHandle: 'r1',
      Body: 'hello',
      MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
      MD5OfMessageAttributes: 'abc',
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1', TerrellaCause: 'x;y' },
      MessageAttributes: { colour: { DataType: 'String', StringValue: 'red' }, raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) } },
    };
    expect(queueRecord(message, queueArn, 'TerrellaCause')).toEqual({
      messageId: 'm1',
      receiptHandle: 'r1',
      body: 'hello',
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1' },
      messageAttributes: {
        colour: { stringValue: 'red', stringListValues: [], binaryListValues: [], dataType: 'String' },
        raw: { binaryValue: 'AQI=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
      },
      md5OfMessageAttributes: 'abc',
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: 'us-east-1',
    });
  });

  it('is split where it would be too large', () => {
    const entries = [60, 60, 60, 10].map((size, i) => ({ record: { messageId: String(i), body: 'x'.repeat(size) } }));
    const sizes = splitByBytes(entries, 220).map((batch) => batch.map(({ record }) => record.messageId));
    expect(sizes).toEqual([['0', '1'], ['2', '3']]);
    for (const batch of splitByBytes(entries, 220)) {
      expect(JSON.stringify({ Records: batch.map(({ record }) => record) }).length).toBeLessThanOrEqual(220);
    }
  });
});

describe('a batch response', () => {
  const ids = new Set(['a', 'b']);
  it.each<[string, string[] | 'all']>([
    ['null', []],
    ['{}', []],
    ['{"batchItemFailures":[]}', []],
    ['{"batchItemFailures":null}', []],
    ['{"batchItemFailures":[{"itemIdentifier":"b"}]}', ['b']],
    ['{"batchItemFailures":[{"itemIdentifier":""}]}', 'all'],
    ['{"batchItemFailures":[{"itemIdentifier":null}]}', 'all'],
    ['{"batchItemFailures":[{"wrong":"a"}]}', 'all'],
    ['{"batchItemFailures":[{"itemIdentifier":"z"}]}', 'all'],
    ['{"batchItemFailures":"a"}', 'all'],
    ['"text"', 'all'],
    ['not json', 'all'],
  ])('%s', (text, expected) => {
    const failed = failedItems(new TextEncoder().encode(text), ids);
    expect(failed === 'all' ? failed : [...failed]).toEqual(expected);
  });
});
