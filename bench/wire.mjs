// Calls over HTTP: ratios to a bare server that answers the same body, and to moto_server where it is installed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once, rate, requestBytes } from './load.mjs';
import { startBare, startLab, startMoto } from './processes.mjs';

const json = (port, target, service, input) =>
  requestBytes({
    host: `127.0.0.1:${port}`,
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': target,
      'X-Amz-Date': '20260101T000000Z',
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });

const sqs = (port, operation, input) => json(port, `AmazonSQS.${operation}`, 'sqs', input);
const dynamodb = (port, operation, input) => json(port, `DynamoDB_20120810.${operation}`, 'dynamodb', input);

async function ask(port, request) {
  const { status, body } = await once(port, request);
  if (status !== 200) throw new Error(`${status} ${body}`);
  return JSON.parse(body.toString());
}

const kilobyte = 'x'.repeat(960);
const keys = 10_000;

async function prepare(port) {
  const { QueueUrl } = await ask(port, sqs(port, 'CreateQueue', { QueueName: 'bench' }));
  await ask(port, dynamodb(port, 'CreateTable', {
    TableName: 'bench',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  }));
  for (let tries = 0; ; tries++) {
    const { Table } = await ask(port, dynamodb(port, 'DescribeTable', { TableName: 'bench' }));
    if (Table.TableStatus === 'ACTIVE') break;
    if (tries > 100) throw new Error('the table never became ACTIVE');
  }
  await ask(port, dynamodb(port, 'PutItem', { TableName: 'bench', Item: { id: { S: 'item-0' }, body: { S: kilobyte } } }));
  return QueueUrl;
}

const calls = (queueUrl) => ({
  SendMessage: (port) => {
    const request = sqs(port, 'SendMessage', { QueueUrl: queueUrl, MessageBody: JSON.stringify({ orderId: 'order_1', text: 'x'.repeat(200) }) });
    return () => request;
  },
  PutItem: (port) => {
    const requests = Array.from({ length: keys }, (_, i) => dynamodb(port, 'PutItem', { TableName: 'bench', Item: { id: { S: `item-${i}` }, body: { S: kilobyte } } }));
    return (i) => requests[i % keys];
  },
  GetItem: (port) => {
    const request = dynamodb(port, 'GetItem', { TableName: 'bench', Key: { id: { S: 'item-0' } } });
    return () => request;
  },
});

async function bareRate(lab, next) {
  const { body } = await once(lab.port, next(0));
  const bare = await startBare(body);
  try {
    return await rate({ port: bare.port, next });
  } finally {
    await bare.stop();
  }
}

export async function wire(report) {
  const data = mkdtempSync(join(tmpdir(), 'terrella-bench-data-'));
  const lab = await startLab();
  const durable = await startLab('--data', data);
  const moto = await startMoto();
  try {
    const own = calls(await prepare(lab.port));
    const kept = calls(await prepare(durable.port));
    const peer = moto ? calls(await prepare(moto.port)) : undefined;
    for (const name of ['SendMessage', 'PutItem', 'GetItem']) {
      const next = own[name](lab.port);
      const bare = await bareRate(lab, next);
      const rateOwn = await rate({ port: lab.port, next });
      report(`${name}, 32 connections`, `${rateOwn}/s`, `${percent(rateOwn / bare)} of bare node:http (${bare}/s)`, '≥ 30 %, goal 50 %');
      if (name !== 'GetItem') {
        const rateKept = await rate({ port: durable.port, next: kept[name](durable.port) });
        report(`${name} with --data`, `${rateKept}/s`, `${percent(rateKept / rateOwn)} of the same in memory`, '≥ 50 %');
      }
      if (peer) {
        const ratePeer = await rate({ port: moto.port, next: peer[name](moto.port), seconds: 3 });
        report(`${name} against moto_server`, `${ratePeer}/s`, `${(rateOwn / ratePeer).toFixed(1)} × as fast`, '≥ 5 ×');
      } else report(`${name} against moto_server`, 'not installed', '', '≥ 5 ×');
    }
  } finally {
    await Promise.all([lab.stop(), durable.stop(), moto?.stop()]);
    rmSync(data, { recursive: true, force: true });
  }
}

const percent = (ratio) => `${Math.round(ratio * 100)} %`;
