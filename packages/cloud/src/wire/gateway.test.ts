import { describe, expect, it } from 'vitest';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { AwsError } from '../kernel/errors.js';
import { inProcessHandler } from '../sdkClient.js';
import { createGateway, type GatewayHost, type WireCall } from './gateway.js';

export function fakeHost(dispatch: (call: WireCall) => object | Promise<object>): GatewayHost {
  return {
    account: '000000000000',
    region: 'us-east-1',
    nowMs: () => Date.UTC(2026, 0, 1),
    newRequestId: () => '00000000-0000-4000-8000-000000000000',
    dispatch,
    http: () => ({ status: 200, headers: {}, body: 'site' }),
    control: () => ({ status: 200, headers: {}, body: 'control' }),
    issuedKey: () => undefined,
    unexpected: (error) => {
      throw error;
    },
  };
}

describe('JSON', () => {
  it('carries a call and its answer', async () => {
    const calls: WireCall[] = [];
    const gateway = createGateway(fakeHost((call) => (calls.push(call), { MessageId: 'm', MD5OfMessageBody: 'd' })));
    const sqs = new SQSClient({ region: 'eu-west-1', credentials: { accessKeyId: '111111111111', secretAccessKey: 's' }, requestHandler: inProcessHandler(() => gateway), md5: false as never });
    const output = await sqs.send(new SendMessageCommand({ QueueUrl: 'http://localhost:4566/1/q', MessageBody: 'hello' }));
    expect(output.MessageId).toBe('m');
    expect(calls[0]).toMatchObject({ service: 'sqs', operation: 'SendMessage', scope: { account: '111111111111', region: 'eu-west-1' }, input: { MessageBody: 'hello' } });
  });
  it('carries an error', async () => {
    const gateway = createGateway(fakeHost(() => { throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.'); }));
    const sqs = new SQSClient({ region: 'eu-west-1', credentials: { accessKeyId: '111111111111', secretAccessKey: 's' }, requestHandler: inProcessHandler(() => gateway) });
    await expect(sqs.send(new SendMessageCommand({ QueueUrl: 'http://localhost:4566/1/q', MessageBody: 'hello' }))).rejects.toMatchObject({ name: 'QueueDoesNotExist', message: 'The specified queue does not exist.' });
  });
});
