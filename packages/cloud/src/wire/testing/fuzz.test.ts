import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APIGatewayClient, CreateDeploymentCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CompleteMultipartUploadCommand, DeleteObjectsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import type { HttpRequest, HttpResponse } from '../../kernel/http.js';
import { inProcessHandler } from '../../sdkClient.js';
import { listen, type WireServer } from '../server.js';
import { fakeCloud } from './fakeHost.js';
import { seeded } from './randomValue.js';

// One seed for everyone, so that a failure is the change's; `TERRELLA_FUZZ_SEED=random` looks further.
const asked = process.env['TERRELLA_FUZZ_SEED'] ?? '20261121';
const seed = asked === 'random' ? Date.now() % 1_000_000 : Number(asked);
const rounds = Number(process.env['TERRELLA_FUZZ_ROUNDS'] ?? 1500);

/** Good requests of every protocol, as the SDK sends them, to be spoilt. */
async function corpus(): Promise<HttpRequest[]> {
  const requests: HttpRequest[] = [];
  const { gateway } = fakeCloud();
  const recording = {
    handle(request: HttpRequest): HttpResponse | Promise<HttpResponse> {
      requests.push(request);
      return gateway.handle(request);
    },
  };
  const config = (other = {}) => ({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: inProcessHandler(() => recording),
    maxAttempts: 1,
    ...other,
  });
  const batch = { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/0/q', Entries: [{ Id: 'a', MessageBody: 'b', MessageAttributes: { n: { DataType: 'Binary', BinaryValue: Uint8Array.of(1) } } }] };
  const metrics = { Namespace: 'n', MetricData: [{ MetricName: 'm', Timestamp: new Date(0), Value: 1.5, Dimensions: [{ Name: 'a', Value: 'b' }] }] };
  const item = { s: { S: 'x' }, l: { L: [{ N: '1' }, { BOOL: true }] }, m: { M: { b: { B: Uint8Array.of(2) } } } };
  await Promise.all(
    [
      new SQSClient(config({ md5: false })).send(new SendMessageBatchCommand(batch)),
      new SQSClient(config({ md5: false, protocol: AwsQueryProtocol })).send(new SendMessageBatchCommand(batch)),
      new CloudWatchClient(config()).send(new PutMetricDataCommand(metrics)),
      new CloudWatchClient(config({ protocol: AwsQueryProtocol })).send(new PutMetricDataCommand(metrics)),
      new CloudWatchClient(config({ protocol: AwsSmithyRpcV2CborProtocol })).send(new PutMetricDataCommand(metrics)),
      new DynamoDBClient(config()).send(new PutItemCommand({ TableName: 't', Item: item })),
      new DynamoDBClient(config()).send(new QueryCommand({ TableName: 't', ExclusiveStartKey: item, Limit: 5 })),
      new LambdaClient(config()).send(new InvokeCommand({ FunctionName: 'f', Payload: '{"a":1}' })),
      new LambdaClient(config()).send(new CreateFunctionCommand({ FunctionName: 'f', Role: 'r', Code: { ZipFile: Uint8Array.of(1, 2) }, Environment: { Variables: { A: 'b' } } })),
      new APIGatewayClient(config()).send(new CreateDeploymentCommand({ restApiId: 'a', variables: { a: 'b' } })),
      new S3Client(config()).send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'hello', Metadata: { a: 'b' } })),
      new S3Client(config()).send(new DeleteObjectsCommand({ Bucket: 'bucket', Delete: { Objects: [{ Key: 'a&b' }] } })),
      new S3Client(config()).send(new CompleteMultipartUploadCommand({ Bucket: 'bucket', Key: 'k', UploadId: 'u', MultipartUpload: { Parts: [{ ETag: 'e', PartNumber: 1 }] } })),
      new SNSClient(config()).send(new PublishBatchCommand({ TopicArn: 't', PublishBatchRequestEntries: [{ Id: 'a', Message: 'b' }] })),
    ].map((sent) => sent.catch(() => undefined)),
  );
  return requests;
}

const nasty = ['', '\0', '%', '%zz', '%00', '__proto__', 'constructor', '-1', '1e999', 'NaN', '\ud800', '{', '[', '"', '<', '&#x110000;', ']]>', 'Infinity', '9'.repeat(400), '../..', 'null', '\r\n', '🜨'];

/** Spoils a request in one to four ways. */
class Spoiler {
  constructor(private readonly random: () => number) {}

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!;
  }

  spoil(request: HttpRequest): HttpRequest {
    let spoilt = request;
    const times = 1 + Math.floor(this.random() * 4);
    for (let time = 0; time < times; time += 1) spoilt = this.once(spoilt);
    return spoilt;
  }

  private once(request: HttpRequest): HttpRequest {
    const way = this.random();
    if (way < 0.6) return { ...request, body: this.bytes(request.body) };
    if (way < 0.75) return { ...request, headers: this.headers(request.headers) };
    if (way < 0.85) return { ...request, path: `/${this.text(request.path.slice(1))}` };
    if (way < 0.95) return { ...request, query: this.text(request.query) };
    return { ...request, method: this.pick(['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'X']) };
  }

  private text(text: string): string {
    const at = Math.floor(this.random() * (text.length + 1));
    const cut = this.random() < 0.5 ? 0 : Math.floor(this.random() * 5);
    return text.slice(0, at) + this.pick(nasty) + text.slice(at + cut);
  }

  private bytes(body: Uint8Array): Uint8Array {
    const way = this.random();
    if (way < 0.2) return body.slice(0, Math.floor(this.random() * body.length));
    if (way < 0.6) return Buffer.from(this.text(Buffer.from(body).toString('latin1')), 'latin1');
    const changed = Uint8Array.from(body);
    for (let count = 0; count < 3 && changed.length > 0; count += 1) changed[Math.floor(this.random() * changed.length)] = Math.floor(this.random() * 256);
    return changed;
  }

  private headers(headers: HttpRequest['headers']): Record<string, string> {
    const changed: Record<string, string> = { ...headers };
    const name = this.pick([...Object.keys(headers), 'content-encoding', 'x-amz-checksum-crc32', 'x-amz-content-sha256', 'range', 'origin', 'content-md5']);
    if (this.random() < 0.3) delete changed[name];
    else changed[name] = this.random() < 0.5 ? this.pick(nasty) : this.text(headers[name] ?? '');
    return changed;
  }
}

describe(`spoilt requests (TERRELLA_FUZZ_SEED=${seed}, ${rounds} rounds)`, () => {
  it('are answered, never with a 500', async () => {
    const requests = await corpus();
    expect(requests).toHaveLength(14);
    const { gateway, host } = fakeCloud();
    const spoiler = new Spoiler(seeded(seed));
    for (let round = 0; round < rounds; round += 1) {
      const request = spoiler.spoil(requests[round % requests.length]!);
      const { status } = await gateway.handle(request);
      const told = status < 500 || status === 501 ? undefined : { round, status, defects: host.defects.map(String), ...request, body: Buffer.from(request.body).toString('latin1') };
      expect(told).toBeUndefined();
    }
    expect(host.defects).toEqual([]);
  });
});

describe(`spoilt connections (TERRELLA_FUZZ_SEED=${seed})`, () => {
  let server: WireServer;
  beforeAll(async () => {
    server = await listen({ port: 0, host: '127.0.0.1', gateway: fakeCloud().gateway });
  });
  afterAll(() => server.close());

  it('end, and leave the server answering', async () => {
    const random = seeded(seed);
    const good = 'POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonSQS.ListQueues\r\nContent-Length: 2\r\n\r\n{}';
    const talk = (bytes: Buffer) =>
      new Promise<void>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
        socket.resume();
      });
    const spoilt = Array.from({ length: 100 }, () => {
      const bytes = Buffer.from(good);
      for (let count = 0; count < 4; count += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      return bytes.subarray(0, Math.floor(random() * (bytes.length + 1)));
    });
    await Promise.all(spoilt.map(talk));
    const response = await fetch(server.url, { method: 'POST', headers: { 'x-amz-target': 'AmazonSQS.ListQueues' }, body: '{}' });
    expect(response.status).toBe(200);
  });
});
