import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { LabProcess } from './labProcess.js';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const rounds = 4;
const writers = 16;

/** Small seeded generator: the moment of each crash. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

const clients = (endpoint: string) => ({
  sqs: new SQSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }),
  dynamodb: new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }),
});

/** Writes until the lab dies; returns what was acknowledged. */
async function load(endpoint: string, queueUrl: string, round: number, acknowledged: Set<string>): Promise<void> {
  const { sqs, dynamodb } = clients(endpoint);
  const writer = async (number: number): Promise<void> => {
    for (let i = 0; ; i++) {
      const id = `${round}-${number}-${i}`;
      try {
        if (number % 2 === 0) await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: id }));
        else await dynamodb.send(new PutItemCommand({ TableName: 'kept', Item: { id: { S: id } } }));
      } catch {
        return;
      }
      acknowledged.add(id);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, number) => writer(number)));
}

async function receiveAll(sqs: SQSClient, queueUrl: string): Promise<Set<string>> {
  const bodies = new Set<string>();
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    for (const { Body } of Messages) bodies.add(Body!);
    const entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle: ReceiptHandle! }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
  }
}

it('loses nothing that it acknowledged to kill -9 under load, and resumes what waits', { timeout: 120_000 }, async () => {
  const seed = Number(process.env['TERRELLA_SEED'] ?? Math.floor(Math.random() * 1e9));
  console.log(`durability seed ${seed} (TERRELLA_SEED repeats it)`);
  const random = seeded(seed);
  const data = mkdtempSync(join(tmpdir(), 'terrella-durability-'));
  const acknowledged = new Set<string>();
  try {
    for (let round = 0; round < rounds; round++) {
      await using lab = await LabProcess.start('--data', data);
      const { sqs, dynamodb } = clients(lab.endpoint);
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'kept' }));
      if (round === 0) {
        await dynamodb.send(
          new CreateTableCommand({
            TableName: 'kept',
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          }),
        );
        const { QueueUrl: timed } = await sqs.send(new CreateQueueCommand({ QueueName: 'timed' }));
        await sqs.send(new SendMessageCommand({ QueueUrl: timed, MessageBody: 'delayed', DelaySeconds: 2 }));
        await sqs.send(new SendMessageCommand({ QueueUrl: timed, MessageBody: 'in flight' }));
        const taken = await sqs.send(new ReceiveMessageCommand({ QueueUrl: timed, VisibilityTimeout: 2 }));
        expect(taken.Messages?.map(({ Body }) => Body)).toEqual(['in flight']);
      }
      const loading = load(lab.endpoint, QueueUrl!, round, acknowledged);
      await new Promise((resolve) => setTimeout(resolve, 150 + random() * 700));
      await lab.stop('SIGKILL');
      await loading;
    }

    await using lab = await LabProcess.start('--data', data);
    const { sqs, dynamodb } = clients(lab.endpoint);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'kept' }));
    const received = await receiveAll(sqs, QueueUrl!);
    const lost: string[] = [];
    for (const id of acknowledged) {
      const isMessage = Number(id.split('-')[1]) % 2 === 0;
      const kept = isMessage ? received.has(id) : (await dynamodb.send(new GetItemCommand({ TableName: 'kept', Key: { id: { S: id } } }))).Item !== undefined;
      if (!kept) lost.push(id);
    }
    console.log(`${acknowledged.size} acknowledged writes in ${rounds} crashes`);
    expect(acknowledged.size).toBeGreaterThan(100);
    expect(lost).toEqual([]);

    const { QueueUrl: timed } = await sqs.send(new CreateQueueCommand({ QueueName: 'timed' }));
    const resumed: string[] = [];
    while (resumed.length < 2) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: timed, WaitTimeSeconds: 5 }));
      if (Messages.length === 0) break;
      resumed.push(...Messages.map(({ Body }) => Body!));
    }
    expect(resumed.sort()).toEqual(['delayed', 'in flight']);
    expect(await lab.stop('SIGINT')).toBe(0);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
