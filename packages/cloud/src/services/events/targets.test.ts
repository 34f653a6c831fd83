import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogStreamsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import type { Target } from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Cloud } from '../../index.js';

const account = '000000000000';
const ruleArn = `arn:aws:events:us-east-1:${account}:rule/r`;
const queueArn = `arn:aws:sqs:us-east-1:${account}:q`;
const QueueUrl = `http://127.0.0.1:4566/${account}/q`;
let cloud: Cloud;

afterEach(() => cloud.close());

async function rule(target: Omit<Target, 'Id'>): Promise<void> {
  const events = cloud.client(EventBridgeClient);
  await events.send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source": ["shop"]}' }));
  await events.send(new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: 't', ...target }] }));
}

async function put(Detail = '{"id": 1}'): Promise<string> {
  const Entries = [{ Source: 'shop', DetailType: 'Order Created', Detail }];
  const answer = await cloud.client(EventBridgeClient).send(new PutEventsCommand({ Entries }));
  await cloud.settled();
  return answer.Entries![0]!.EventId!;
}

const received = async (): Promise<string[]> =>
  ((await cloud.client(SQSClient).send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages ?? []).map(({ Body }) => Body!);

describe('other kinds of targets', () => {
  beforeEach(async () => {
    cloud = await Cloud.start({ clock: 'virtual' });
  });

  test('a function is invoked asynchronously, in the trace of the event', async () => {
    const seen: unknown[] = [];
    const Arn = await cloud.lambda('f', async (event) => void seen.push(event));
    await rule({ Arn });
    const id = await put();
    expect(seen).toMatchObject([{ id, source: 'shop', 'detail-type': 'Order Created', detail: { id: 1 } }]);
    const records = [...cloud.journal.records()];
    const put1 = records.find(({ operation }) => operation === 'PutEvents')!;
    const run = records.find(({ kind }) => kind === 'invocation')!;
    expect(run.traceId).toBe(put1.traceId);
  });

  test('a function that fails is retried by Lambda, not by EventBridge', async () => {
    let runs = 0;
    const Arn = await cloud.lambda('f', async () => {
      runs++;
      throw new Error('no');
    });
    await rule({ Arn, DeadLetterConfig: { Arn: queueArn } });
    await put();
    await cloud.clock.advance(600_000);
    expect(runs).toBe(3);
    expect([...cloud.journal.records()].filter(({ operation }) => operation === 'Invoke')).toHaveLength(1);
  });

  test('a topic publishes the event', async () => {
    const sqs = cloud.client(SQSClient);
    const sns = cloud.client(SNSClient);
    await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn, Attributes: { RawMessageDelivery: 'true' } }));
    await rule({ Arn: TopicArn });
    const id = await put();
    expect((await received()).map((body) => JSON.parse(body) as unknown)).toMatchObject([{ id, detail: { id: 1 } }]);
  });

  test('a log group keeps the event in a stream of its own', async () => {
    const logs = cloud.client(CloudWatchLogsClient);
    const logGroupName = '/aws/events/orders';
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await rule({ Arn: `arn:aws:logs:us-east-1:${account}:log-group:${logGroupName}:*` });
    const ids = [await put(), await put()];
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    expect(events!.map(({ message }) => (JSON.parse(message!) as { id: string }).id).sort()).toEqual(ids.sort());
    expect((await logs.send(new DescribeLogStreamsCommand({ logGroupName }))).logStreams).toHaveLength(2);
  });

  test('a log group takes the time and the message from a transformer', async () => {
    const logs = cloud.client(CloudWatchLogsClient);
    const logGroupName = '/aws/events/orders';
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const InputTransformer = {
      InputPathsMap: { time: '$.time', id: '$.detail.id' },
      InputTemplate: '{"timestamp": <time>, "message": "order <id>"}',
    };
    await rule({ Arn: `arn:aws:logs:us-east-1:${account}:log-group:${logGroupName}`, InputTransformer });
    await put();
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    expect(events).toMatchObject([{ message: 'order 1', timestamp: cloud.clock.nowMs() }]);
  });
});

describe('with policies enforced', () => {
  beforeEach(async () => {
    cloud = await Cloud.start({ clock: 'virtual', enforceIam: true });
    await cloud.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'q' }));
  });

  const allow = (sourceArn: string) => {
    const Statement = [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: queueArn, Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } } },
    ];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    return cloud.client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  };

  test("the queue's policy decides, by the rule that the event comes from", async () => {
    await rule({ Arn: queueArn });
    await allow(`${ruleArn}x`);
    await put();
    expect(await received()).toEqual([]);
    const dropped = [...cloud.journal.records()].find(({ operation }) => operation === 'EventDropped');
    expect(dropped?.error?.code).toBe('NO_PERMISSIONS');
    await allow(ruleArn);
    await put();
    expect(await received()).toHaveLength(1);
  });

  test("another account's events need the bus's leave", async () => {
    await rule({ Arn: queueArn });
    await allow(ruleArn);
    const foreign = cloud.client(EventBridgeClient, { accessKeyId: '111111111111' });
    const Entries = [{ EventBusName: `arn:aws:events:us-east-1:${account}:event-bus/default`, Source: 'shop', DetailType: 'x', Detail: '{}' }];
    await expect(foreign.send(new PutEventsCommand({ Entries }))).rejects.toThrow('is not authorized to perform: events:PutEvents');
    await cloud.call('events', 'PutPermission', { Action: 'events:PutEvents', Principal: '111111111111', StatementId: 's' });
    await foreign.send(new PutEventsCommand({ Entries }));
    await cloud.settled();
    expect(await received()).toHaveLength(1);
  });

  test('with a role, the role decides', async () => {
    const trust = (service: string) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] });
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn }] });
    await cloud.call('iam', 'CreateRole', { RoleName: 'sender', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    await rule({ Arn: queueArn, RoleArn: `arn:aws:iam::${account}:role/sender` });
    const reasons = () => [...cloud.journal.records()].filter(({ operation }) => operation === 'EventDropped').map(({ error }) => error!.code);
    await put();
    expect(reasons()).toEqual(['FAILED_TO_ASSUME_ROLE']);
    await cloud.call('iam', 'UpdateAssumeRolePolicy', { RoleName: 'sender', PolicyDocument: trust('events.amazonaws.com') });
    await put();
    expect(reasons()).toEqual(['FAILED_TO_ASSUME_ROLE', 'NO_PERMISSIONS']);
    await cloud.call('iam', 'PutRolePolicy', { RoleName: 'sender', PolicyName: 'p', PolicyDocument });
    await put();
    expect(await received()).toHaveLength(1);
    expect([...cloud.journal.records()].filter(({ operation, error }) => operation === 'AssumeRole' && !error)).toHaveLength(1);
  });
});
