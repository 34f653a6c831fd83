import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { inProcessHandler } from '../sdkClient.js';
import { fakeCloud } from './testing/fakeHost.js';

const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

/** A cloud that issued the key, and what a client with the given secret needs. */
function issued(given: { secret?: string; token?: string } = {}) {
  const cloud = fakeCloud();
  cloud.host.keys.set(accessKeyId, { secretAccessKey, account: '210987654321', active: true });
  const credentials = { accessKeyId, secretAccessKey: given.secret ?? secretAccessKey, ...(given.token && { sessionToken: given.token }) };
  return { ...cloud, config: { region: 'eu-west-1', credentials, requestHandler: inProcessHandler(() => cloud.gateway), maxAttempts: 1 } };
}

describe('a signature by a key that the cloud issued', () => {
  it.each([
    ['JSON', (config: object) => new SQSClient(config).send(new ListQueuesCommand({ QueueNamePrefix: 'ü' }))],
    ['Query', (config: object) => new IAMClient(config).send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: '{" ":"*~()!"}' }))],
    ['REST-JSON, a label with a slash', (config: object) => new LambdaClient(config).send(new GetFunctionCommand({ FunctionName: 'arn:aws:lambda:x/y z', Qualifier: '$LATEST' }))],
    ['REST-XML, awkward keys', (config: object) => new S3Client(config).send(new PutObjectCommand({ Bucket: 'bucket', Key: "a b/ü+*'(!)/./c", Body: 'x', Metadata: { a: '  spaced   out ' } }))],
  ])('is accepted in %s, and decides the account', async (_protocol, send) => {
    const { host, config } = issued();
    await send(config);
    expect(host.calls[0]).toMatchObject({ scope: { account: '210987654321' }, credentials: { accessKeyId, signed: true } });
  });

  it.each([
    ['JSON', (config: object) => new SQSClient(config).send(new ListQueuesCommand({})), 'InvalidSignatureException'],
    ['Query', (config: object) => new IAMClient(config).send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: '{}' })), 'SignatureDoesNotMatch'],
    ['REST-XML', (config: object) => new S3Client(config).send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' })), 'SignatureDoesNotMatch'],
  ])('with another secret is refused in %s', async (_protocol, send, name) => {
    const { host, config } = issued({ secret: 'another' });
    await expect(send(config)).rejects.toMatchObject({ name });
    expect(host.calls).toEqual([]);
  });

  it.each([
    ['that is inactive', { active: false }, {}, 'UnrecognizedClientException'],
    ['whose time is over', { expiresAtMs: Date.UTC(2026, 0, 1) }, {}, 'ExpiredTokenException'],
    ['without its session token', { sessionToken: 't' }, {}, 'UnrecognizedClientException'],
    ['with another session token', { sessionToken: 't' }, { token: 'u' }, 'UnrecognizedClientException'],
    ['with its session token', { sessionToken: 't' }, { token: 't' }, undefined],
  ])('%s', async (_case, key, given, name) => {
    const { host, config } = issued(given);
    host.keys.set(accessKeyId, { secretAccessKey, account: '210987654321', active: true, ...key });
    const answer = new SQSClient(config).send(new ListQueuesCommand({}));
    if (name === undefined) await answer;
    else await expect(answer).rejects.toMatchObject({ name });
  });

  it('by a key of somebody else stands for the account', async () => {
    const { host, config } = issued();
    host.keys.clear();
    await new SQSClient(config).send(new ListQueuesCommand({}));
    expect(host.calls[0]!.scope.account).toBe('000000000000');
  });
});

describe('a presigned URL', () => {
  const presign = async (secret: string, expiresIn: number) => {
    const signer = new SignatureV4({ service: 's3', region: 'us-east-1', credentials: { accessKeyId, secretAccessKey: secret }, sha256: Sha256, uriEscapePath: false, applyChecksum: false });
    const request = { method: 'GET', protocol: 'http:', hostname: 'localhost', port: 4566, path: '/bucket/a%20key', query: {}, headers: { host: 'localhost:4566', 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' } };
    const signed = await signer.presign(request, { expiresIn, signingDate: new Date(Date.UTC(2026, 0, 1)) });
    const query = new URLSearchParams(signed.query as Record<string, string>).toString().replaceAll('+', '%20');
    return { method: 'GET', path: '/bucket/a%20key', query };
  };

  it('is accepted until it expires', async () => {
    const { host, ask } = issued();
    const request = await presign(secretAccessKey, 60);
    expect((await ask(request)).status).toBe(200);
    expect(host.calls[0]).toMatchObject({ operation: 'GetObject', input: { Bucket: 'bucket', Key: 'a key' }, scope: { account: '210987654321' } });
    host.now += 60_000;
    expect(await ask(request)).toMatchObject({ status: 403, text: expect.stringContaining('<Message>Request has expired</Message>') as string });
  });

  it('signed with another secret, or changed, is refused', async () => {
    const { ask } = issued();
    expect((await ask(await presign('another', 60))).text).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect((await ask({ ...(await presign(secretAccessKey, 60)), path: '/bucket/other' })).text).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  it('for more than a week is refused', async () => {
    const { ask } = issued();
    const request = await presign(secretAccessKey, 604_800);
    const response = await ask({ ...request, query: request.query.replace('X-Amz-Expires=604800', 'X-Amz-Expires=604801') });
    expect(response.text).toContain('<Code>AuthorizationQueryParametersError</Code>');
  });
});
