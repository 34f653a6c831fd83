import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { App, CfnOutput, Duration, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const run = promisify(execFile);
const hasCli = spawnSync('aws', ['--version']).status === 0;

let directory: string;
let cloud: Cloud;
let url: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'terrella-cfn-'));
  cloud = await Cloud.start();
  url = await cloud.listen(0);
});
afterEach(async () => {
  await cloud.close();
  await rm(directory, { recursive: true, force: true });
});

const environment = (): Record<string, string> => ({
  PATH: process.env.PATH!, HOME: directory, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1', AWS_ENDPOINT_URL: url,
});

/** What was written, and how it ended. */
async function command(file: string, args: readonly string[]): Promise<{ text: string; code: number }> {
  try {
    const { stdout, stderr } = await run(file, args, { env: environment(), cwd: directory, timeout: 100_000 });
    return { text: stdout + stderr, code: 0 };
  } catch (error) {
    const { stdout = '', stderr = '', code = -1 } = error as { stdout?: string; stderr?: string; code?: number };
    return { text: stdout + stderr, code };
  }
}

describe('the CDK CLI', () => {
  const cdk = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin/cdk');
  const cdkCommand = (...args: string[]): Promise<{ text: string; code: number }> =>
    command(process.execPath, [cdk, ...args, '--app', join(directory, 'cdk.out'), '--ci', '--no-notices', '--no-color']);

  async function synthesise(visibilitySeconds: number): Promise<void> {
    await mkdir(join(directory, 'code'), { recursive: true });
    await writeFile(join(directory, 'code/index.js'), 'exports.handler = async () => process.env.TABLE;');
    const app = new App({ outdir: join(directory, 'cdk.out') });
    const stack = new Stack(app, 'Small');
    const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.seconds(visibilitySeconds) });
    const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING }, billingMode: BillingMode.PAY_PER_REQUEST, removalPolicy: RemovalPolicy.DESTROY });
    const fn = new Function(stack, 'Fn', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromAsset(join(directory, 'code')), environment: { TABLE: table.tableName } });
    queue.grantSendMessages(fn);
    // A function of CDK's own empties the bucket before it goes; another stack lies within.
    new Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    const inner = new Queue(new NestedStack(stack, 'Inner'), 'Queue', { queueName: `inner-${visibilitySeconds}` });
    new CfnOutput(stack, 'InnerName', { value: inner.queueName });
    new CfnOutput(stack, 'FnName', { value: fn.functionName });
    app.synth();
  }

  it('deploys, finds nothing to do, updates and destroys', { timeout: 120_000 }, async () => {
    await synthesise(30);
    const deployed = await cdkCommand('deploy', '--require-approval', 'never');
    expect(deployed).toMatchObject({ code: 0, text: expect.stringContaining('Small.FnName = Small-Fn') });
    expect(deployed.text).toContain('Small.InnerName = inner-30');
    const { QueueUrls } = await cloud.call('sqs', 'ListQueues', { QueueNamePrefix: 'Small-Queue' });
    expect(QueueUrls).toHaveLength(1);
    const { Buckets } = await cloud.call('s3', 'ListBuckets', {});
    const Bucket = Buckets.map(({ Name }: { Name: string }) => Name).find((name: string) => name.startsWith('small-bucket'));
    await cloud.call('s3', 'PutObject', { Bucket, Key: 'left', Body: Buffer.from('behind') });
    expect(await cdkCommand('deploy', '--require-approval', 'never')).toMatchObject({ code: 0, text: expect.stringContaining('Small (no changes)') });
    await synthesise(60);
    expect(await cdkCommand('deploy', '--require-approval', 'never')).toMatchObject({ code: 0, text: expect.stringContaining('Small.InnerName = inner-60') });
    const { Attributes } = await cloud.call('sqs', 'GetQueueAttributes', { QueueUrl: QueueUrls[0], AttributeNames: ['VisibilityTimeout'] });
    expect(Attributes).toEqual({ VisibilityTimeout: '60' });
    expect(await cdkCommand('destroy', '--force')).toMatchObject({ code: 0, text: expect.stringContaining('Small: destroyed') });
    expect((await cloud.call('sqs', 'ListQueues', {})).QueueUrls ?? []).toEqual([]);
    await expect(cloud.call('s3', 'HeadBucket', { Bucket })).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe.skipIf(!hasCli)('the AWS CLI', () => {
  const aws = (...args: string[]): Promise<{ text: string; code: number }> => command('aws', ['--endpoint-url', url, 'cloudformation', ...args]);
  const file = (): string => join(directory, 'queue.yaml');
  const body = `
Parameters:
  Seconds: { Type: Number, Default: 5 }
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: !Ref Seconds
Outputs:
  Arn: { Value: !GetAtt Queue.Arn }
`;

  it('deploys, finds nothing to do, overrides parameters, waits for the deletion', { timeout: 60_000 }, async () => {
    await writeFile(file(), body);
    const deploy = ['deploy', '--stack-name', 'demo', '--template-file', file()];
    expect(await aws(...deploy)).toMatchObject({ code: 0, text: expect.stringContaining('Successfully created/updated stack - demo') });
    expect(await aws(...deploy, '--no-fail-on-empty-changeset')).toMatchObject({ code: 0, text: expect.stringContaining('No changes to deploy. Stack demo is up to date') });
    expect((await aws(...deploy, '--parameter-overrides', 'Seconds=7')).code).toBe(0);
    const described = await aws('describe-stacks', '--stack-name', 'demo', '--query', 'Stacks[0].[StackStatus,Parameters[0].ParameterValue]', '--output', 'text');
    expect(described.text.trim().split(/\s+/)).toEqual(['UPDATE_COMPLETE', '7']);
    expect((await aws('delete-stack', '--stack-name', 'demo')).code).toBe(0);
    expect((await aws('wait', 'stack-delete-complete', '--stack-name', 'demo')).code).toBe(0);
    expect(await aws('describe-stacks', '--stack-name', 'demo')).toMatchObject({ text: expect.stringContaining('Stack with id demo does not exist') });
  });

  it('is told what is wrong with a template', async () => {
    await writeFile(file(), 'Resources:\n  A: [\n');
    const { text } = await aws('validate-template', '--template-body', `file://${file()}`);
    expect(text).toContain('(ValidationError) when calling the ValidateTemplate operation: Template format error: YAML not well-formed. (line 3, column 1)');
  });
});
