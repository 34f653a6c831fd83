import { S3 } from '@aws-sdk/client-s3';
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Lab, failure, zip } from '../testing/lab.js';

const code = 'exports.handler = async () => 1;';
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';

describe('CreateFunction', () => {
  it('answers the whole configuration, Pending at first and Active from then on', async () => {
    await using lab = await Lab.start();
    const ZipFile = zip({ 'index.js': code });
    const created = await lab.lambda.createFunction({
      FunctionName: 'f',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: lab.roleArn,
      Code: { ZipFile },
      Environment: { Variables: { TABLE: 'orders' } },
      Tags: { team: 'a' },
    });
    expect(created).toMatchObject({
      FunctionName: 'f',
      FunctionArn: arn,
      Runtime: 'nodejs20.x',
      Role: lab.roleArn,
      Handler: 'index.handler',
      CodeSize: ZipFile.byteLength,
      CodeSha256: createHash('sha256').update(ZipFile).digest('base64'),
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      Version: '$LATEST',
      Environment: { Variables: { TABLE: 'orders' } },
      TracingConfig: { Mode: 'PassThrough' },
      State: 'Pending',
      StateReasonCode: 'Creating',
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const { Configuration, Tags, Code } = await lab.lambda.getFunction({ FunctionName: arn });
    expect(Configuration).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful', RevisionId: created.RevisionId });
    expect(Configuration).not.toHaveProperty('StateReason');
    expect([Tags, Code]).toEqual([{ team: 'a' }, { RepositoryType: 'S3' }]);
  });

  it('takes its package from S3', async () => {
    await using lab = await Lab.start();
    const s3 = lab.cloud.client(S3, { config: { forcePathStyle: true } });
    await s3.createBucket({ Bucket: 'code' });
    await s3.putObject({ Bucket: 'code', Key: 'f.zip', Body: zip({ 'index.js': code }) });
    await lab.create('f', '', { Code: { S3Bucket: 'code', S3Key: 'f.zip' } });
    expect(await lab.invoke('f')).toBe(1);
    expect(await failure(lab.create('g', '', { Code: { S3Bucket: 'code', S3Key: 'none.zip' } }))).toBe(
      'InvalidParameterValueException: Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    );
  });

  it.each<[string, Partial<CreateFunctionCommandInput>, string]>([
    ['no code', { Code: {} }, 'InvalidParameterValueException: Please provide a source for function code.'],
    ['no zip', { Code: { ZipFile: new Uint8Array(50) } }, 'InvalidParameterValueException: Could not unzip uploaded file. Please check your file, then try to upload again.'],
    ['an unsafe path', { Code: { ZipFile: zip({ '../x': '' }) } }, 'InvalidParameterValueException: Could not unzip uploaded file. Please check your file, then try to upload again.'],
    ['no runtime', { Runtime: undefined }, 'InvalidParameterValueException: Runtime and Handler are mandatory parameters for functions created with deployment packages.'],
    ['a retired runtime', { Runtime: 'nodejs12.x' }, 'InvalidParameterValueException: The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.'],
    ['a runtime that does not run here', { Runtime: 'java21' }, 'NotImplementedException: Terrella does not implement the Lambda runtime java21 yet; docs/support.md lists what it does'],
    ['a role that is not there', { Role: 'arn:aws:iam::000000000000:role/none' }, 'InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.'],
    ['a role of another account', { Role: 'arn:aws:iam::111111111111:role/r' }, 'AccessDeniedException: Cross-account pass role is not allowed.'],
    ['a timeout beyond 900', { Timeout: 901 }, "ValidationException: 1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900"],
    ['too much memory', { MemorySize: 10_241 }, "InvalidParameterValueException: 'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240"],
    ['a reserved variable', { Environment: { Variables: { AWS_REGION: 'x', A1: 'y' } } }, 'InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION'],
    ['a layer that is not there', { Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:tool:1'] }, 'InvalidParameterValueException: Layer version arn:aws:lambda:us-east-1:000000000000:layer:tool:1 does not exist.'],
    ['a VPC', { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } }, 'NotImplementedException: Terrella does not implement Lambda functions in a VPC (VpcConfig) yet; docs/support.md lists what it does'],
    ['a container image', { PackageType: 'Image', Code: { ImageUri: 'x' } }, 'NotImplementedException: Terrella does not implement Lambda functions from container images (PackageType Image) yet; docs/support.md lists what it does'],
    ['log levels as text', { LoggingConfig: { LogFormat: 'Text', ApplicationLogLevel: 'DEBUG' } }, 'InvalidParameterValueException: To use ApplicationLogLevel or SystemLogLevel, you must set LogFormat to JSON.'],
    ['a name that is too long', { FunctionName: 'f'.repeat(65) }, `ValidationException: 1 validation error detected: Value '${'f'.repeat(65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`],
  ])('refuses %s', async (_, input, message) => {
    await using lab = await Lab.start();
    expect(await failure(lab.create('f', code, input))).toBe(message);
    expect((await lab.lambda.listFunctions({})).Functions).toEqual([]);
  });

  it('refuses more than 4 KB of variables, and a name that is taken', async () => {
    await using lab = await Lab.start();
    expect(await failure(lab.create('f', code, { Environment: { Variables: { BIG: 'x'.repeat(4_096) } } }))).toMatch(
      /^InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit\. String measured: \{"BIG":"x+"\}$/,
    );
    await lab.create('f', code);
    expect(await failure(lab.create('f', code))).toBe('ResourceConflictException: Function already exist: f');
  });
});

describe('a function', () => {
  it('runs its new code and configuration after an update', async () => {
    await using lab = await Lab.start();
    await lab.create('f', 'exports.handler = async () => [1, process.env.A1];');
    expect(await lab.invoke('f')).toEqual([1, null]);
    const updated = await lab.lambda.updateFunctionCode({ FunctionName: 'f', ZipFile: zip({ 'index.js': 'exports.handler = async () => [2, process.env.A1];' }) });
    expect(updated).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress' });
    expect(await lab.invoke('f')).toEqual([2, null]);
    await lab.lambda.updateFunctionConfiguration({ FunctionName: 'f', Environment: { Variables: { A1: 'x' } }, Timeout: 10 });
    expect(await lab.invoke('f')).toEqual([2, 'x']);
    const configuration = await lab.lambda.updateFunctionConfiguration({ FunctionName: 'f', Environment: { Variables: {} }, MemorySize: 256 });
    expect(configuration).toMatchObject({ Timeout: 10, MemorySize: 256 });
    expect(configuration).not.toHaveProperty('Environment');
  });

  it('is changed only from the revision that the caller has seen', async () => {
    await using lab = await Lab.start();
    await lab.create('f', code);
    const { RevisionId } = await lab.lambda.getFunctionConfiguration({ FunctionName: 'f' });
    await lab.lambda.updateFunctionConfiguration({ FunctionName: 'f', Description: 'new', RevisionId });
    expect(await failure(lab.lambda.updateFunctionConfiguration({ FunctionName: 'f', Description: 'newer', RevisionId }))).toMatch(/^PreconditionFailedException: /);
  });

  it('is gone with everything that hung on it', async () => {
    await using lab = await Lab.start();
    await lab.create('f', code, { Publish: true });
    await lab.lambda.createAlias({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' });
    await lab.lambda.putFunctionConcurrency({ FunctionName: 'f', ReservedConcurrentExecutions: 5 });
    await lab.lambda.deleteFunction({ FunctionName: 'f' });
    for (const Qualifier of [undefined, '1', 'live']) {
      expect(await failure(lab.lambda.getFunction({ FunctionName: 'f', Qualifier }))).toBe(
        `ResourceNotFoundException: Function not found: ${arn}${Qualifier === undefined ? '' : `:${Qualifier}`}`,
      );
    }
    await lab.create('f', code);
    expect((await lab.lambda.listAliases({ FunctionName: 'f' })).Aliases).toEqual([]);
    expect((await lab.lambda.getAccountSettings({})).AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 });
  });

  it('is listed page by page', async () => {
    await using lab = await Lab.start();
    for (const name of ['a', 'b', 'c']) await lab.create(name, code);
    const first = await lab.lambda.listFunctions({ MaxItems: 2 });
    const second = await lab.lambda.listFunctions({ MaxItems: 2, Marker: first.NextMarker });
    expect([first, second].map(({ Functions }) => Functions!.map(({ FunctionName }) => FunctionName))).toEqual([['a', 'b'], ['c']]);
    expect(second.NextMarker).toBeUndefined();
    expect(await failure(lab.lambda.listFunctions({ Marker: '?' }))).toBe('InvalidParameterValueException: Invalid pagination marker');
  });

  it('carries tags', async () => {
    await using lab = await Lab.start();
    await lab.create('f', code, { Tags: { a: '1' } });
    await lab.lambda.tagResource({ Resource: arn, Tags: { b: '2' } });
    await lab.lambda.untagResource({ Resource: arn, TagKeys: ['a'] });
    expect((await lab.lambda.listTags({ Resource: arn })).Tags).toEqual({ b: '2' });
    expect(await failure(lab.lambda.tagResource({ Resource: arn, Tags: { 'aws:x': '2' } }))).toMatch(/^InvalidParameterValueException: /);
  });

  it('uses layers', async () => {
    await using lab = await Lab.start();
    const Content = { ZipFile: zip({ 'nodejs/node_modules/tool/index.js': 'module.exports = 42;' }) };
    const layer = await lab.lambda.publishLayerVersion({ LayerName: 'tool', Content, CompatibleRuntimes: ['nodejs20.x'] });
    expect(layer).toMatchObject({ Version: 1, LayerArn: 'arn:aws:lambda:us-east-1:000000000000:layer:tool', LayerVersionArn: 'arn:aws:lambda:us-east-1:000000000000:layer:tool:1' });
    expect((await lab.lambda.publishLayerVersion({ LayerName: 'tool', Content })).Version).toBe(2);
    await lab.create('f', "exports.handler = async () => require('tool');", { Layers: [layer.LayerVersionArn!] });
    expect(await lab.invoke('f')).toBe(42);
    await lab.lambda.deleteLayerVersion({ LayerName: 'tool', VersionNumber: 1 });
    expect((await lab.lambda.listLayerVersions({ LayerName: 'tool' })).LayerVersions!.map(({ Version }) => Version)).toEqual([2]);
    expect((await lab.lambda.listLayers({ CompatibleRuntime: 'nodejs20.x' })).Layers).toEqual([]);
    expect(await failure(lab.lambda.getLayerVersion({ LayerName: 'tool', VersionNumber: 1 }))).toMatch(/^ResourceNotFoundException: /);
  });
});
