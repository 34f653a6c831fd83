import { SNS } from '@aws-sdk/client-sns';
import { expect, it } from 'vitest';
import { Cloud } from '../../index.js';

it('a function gets the event of AWS, in the trace of the publisher', async () => {
  await using cloud = await Cloud.start({ clock: 'virtual' });
  const events: unknown[] = [];
  const functionArn = await cloud.lambda('listener', (event: unknown) => {
    events.push(event);
  });
  const sns = cloud.client(SNS);
  const { TopicArn } = await sns.createTopic({ Name: 'news' });
  const { SubscriptionArn } = await sns.subscribe({ TopicArn, Protocol: 'lambda', Endpoint: functionArn });
  const { MessageId } = await sns.publish({ TopicArn, Message: 'hello', MessageAttributes: { a: { DataType: 'Number', StringValue: '1' } } });
  await cloud.settled();
  expect(events).toEqual([
    {
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: SubscriptionArn,
          Sns: {
            Type: 'Notification',
            MessageId,
            TopicArn,
            Subject: null,
            Message: 'hello',
            Timestamp: '2026-01-01T00:00:00.000Z',
            SignatureVersion: '1',
            Signature: expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/),
            SigningCertUrl: expect.stringContaining('/SimpleNotificationService-'),
            UnsubscribeUrl: expect.stringContaining(SubscriptionArn!),
            MessageAttributes: { a: { Type: 'Number', Value: '1' } },
          },
        },
      ],
    },
  ]);
  const records = [...cloud.journal.records()];
  const published = records.find(({ operation }) => operation === 'Publish')!;
  const invoked = records.find(({ kind }) => kind === 'invocation')!;
  expect(invoked.traceId).toBe(published.traceId);
});

it('a function that is gone leaves the message to the dead-letter queue', async () => {
  await using cloud = await Cloud.start({ clock: 'virtual' });
  const sns = cloud.client(SNS);
  await cloud.call('sqs', 'CreateQueue', { QueueName: 'dead' });
  const { TopicArn } = await sns.createTopic({ Name: 'news' });
  await sns.subscribe({
    TopicArn,
    Protocol: 'lambda',
    Endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:gone',
    Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead"}' },
  });
  const { MessageId } = await sns.publish({ TopicArn, Message: 'hello' });
  await cloud.settled();
  const { Messages } = await cloud.call<{ Messages: { Body: string }[] }>('sqs', 'ReceiveMessage', { QueueUrl: 'http://x/000000000000/dead' });
  expect(JSON.parse(Messages[0]!.Body)).toMatchObject({ Type: 'Notification', MessageId, Message: 'hello' });
});
