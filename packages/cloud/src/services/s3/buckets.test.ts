import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const Bucket = 'things';
let base: Cloud;
let cloud: Cloud;
let s3: S3Client;

beforeAll(async () => {
  base = await Cloud.start({ clock: 'virtual' });
  await base.call('s3', 'CreateBucket', { Bucket });
});
beforeEach(() => {
  cloud = base.fork();
  s3 = cloud.client(S3Client);
});
afterAll(() => base.close());

const refusal = (name: string, message: string | RegExp = /.*/) =>
  expect.objectContaining({ name, message: typeof message === 'string' ? message : expect.stringMatching(message) });

describe('bucket names', () => {
  it.each(['abc', 'a.b-c.9', '0'.repeat(63), 'my-bucket'])('takes %s', async (name) => {
    const { BucketArn, Location } = await s3.send(new CreateBucketCommand({ Bucket: name }));
    expect({ BucketArn, Location }).toEqual({ BucketArn: `arn:aws:s3:::${name}`, Location: `/${name}` });
  });

  it.each(['ab', 'x'.repeat(64), 'Abc', 'a_b', '-abc', 'abc-', 'a..b', '192.168.1.1', 'xn--abc', 'abc-s3alias', 'abc--ol-s3'])(
    'refuses %s',
    async (name) => {
      // Past the SDK, which cannot even form a URL of some of them.
      await expect(cloud.call('s3', 'CreateBucket', { Bucket: name })).rejects.toThrow(refusal('InvalidBucketName', 'The specified bucket is not valid.'));
    },
  );
});

describe('regions', () => {
  // Past the SDK, which fills in the constraint of its region.
  const create = (region: string, LocationConstraint?: string, Bucket = 'elsewhere') =>
    cloud.call('s3', 'CreateBucket', { Bucket, ...(LocationConstraint === undefined ? {} : { CreateBucketConfiguration: { LocationConstraint } }) }, { region });

  it.each([
    ['us-east-1', undefined, undefined],
    ['us-east-1', 'eu-west-1', 'eu-west-1'],
    ['us-east-1', 'EU', 'eu-west-1'],
    ['eu-west-1', 'eu-west-1', 'eu-west-1'],
  ])('endpoint %s, constraint %s: in %s', async (region, constraint, expected) => {
    await create(region, constraint);
    expect((await s3.send(new GetBucketLocationCommand({ Bucket: 'elsewhere' }))).LocationConstraint).toBe(expected);
    expect(await s3.send(new HeadBucketCommand({ Bucket: 'elsewhere' }))).toMatchObject({ BucketRegion: expected ?? 'us-east-1' });
  });

  it.each([
    ['eu-west-1', undefined, 'IllegalLocationConstraintException', /^The unspecified location constraint is incompatible/],
    ['eu-west-1', 'us-west-2', 'IllegalLocationConstraintException', /^The us-west-2 location constraint is incompatible/],
    ['us-east-1', 'us-east-1', 'InvalidLocationConstraint', /not valid/],
    ['us-east-1', 'nowhere', 'InvalidLocationConstraint', /not valid/],
  ])('endpoint %s, constraint %s: %s', async (region, constraint, name, message) => {
    await expect(create(region, constraint)).rejects.toThrow(refusal(name, message));
  });

  it('one name belongs to one account', async () => {
    await create('us-east-1', undefined, Bucket);
    await expect(create('us-east-1', 'eu-west-1', Bucket)).rejects.toThrow(refusal('BucketAlreadyOwnedByYou'));
    await create('eu-west-1', 'eu-west-1');
    await expect(create('eu-west-1', 'eu-west-1')).rejects.toThrow(
      refusal('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.'),
    );
    const stranger = cloud.client(S3Client, { accessKeyId: '111111111111' });
    await expect(stranger.send(new CreateBucketCommand({ Bucket }))).rejects.toThrow(refusal('BucketAlreadyExists', /select a different name/));
  });
});

describe('listing and deletion', () => {
  it('pages the account’s own buckets', async () => {
    await cloud.client(S3Client, { accessKeyId: '111111111111' }).send(new CreateBucketCommand({ Bucket: 'theirs' }));
    for (const name of ['b-1', 'b-2', 'b-3']) await s3.send(new CreateBucketCommand({ Bucket: name }));
    const first = await s3.send(new ListBucketsCommand({ MaxBuckets: 2, Prefix: 'b-' }));
    expect(first.Buckets!.map(({ Name }) => Name)).toEqual(['b-1', 'b-2']);
    const second = await s3.send(new ListBucketsCommand({ MaxBuckets: 2, Prefix: 'b-', ContinuationToken: first.ContinuationToken! }));
    expect(second.Buckets!.map(({ Name }) => Name)).toEqual(['b-3']);
    expect(second.ContinuationToken).toBeUndefined();
    const all = await s3.send(new ListBucketsCommand({}));
    expect(all.Buckets!.map(({ Name }) => Name)).toEqual(['b-1', 'b-2', 'b-3', Bucket]);
    expect(all.Owner!.ID).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps what is not empty', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toThrow(refusal('BucketNotEmpty', 'The bucket you tried to delete is not empty'));
    await cloud.call('s3', 'DeleteObject', { Bucket, Key: 'k' });
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toThrow(refusal('NotFound'));
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toThrow(refusal('NoSuchBucket', 'The specified bucket does not exist'));
  });

  it('keeps versioned buckets until all versions are gone', async () => {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    await cloud.call('s3', 'DeleteObject', { Bucket, Key: 'k' });
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toThrow(refusal('BucketNotEmpty', /must delete all versions in the bucket/));
  });
});

describe('a new bucket', () => {
  it('is encrypted, private and without ACLs', async () => {
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration!.Rules).toEqual([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }]);
    expect((await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    expect((await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls!.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    expect((await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).EventBridgeConfiguration).toBeUndefined();
    expect((await s3.send(new GetBucketAclCommand({ Bucket }))).Grants).toMatchObject([{ Permission: 'FULL_CONTROL' }]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['policy', () => s3.send(new GetBucketPolicyCommand({ Bucket })), 'NoSuchBucketPolicy'],
    ['tags', () => s3.send(new GetBucketTaggingCommand({ Bucket })), 'NoSuchTagSet'],
    ['CORS', () => s3.send(new GetBucketCorsCommand({ Bucket })), 'NoSuchCORSConfiguration'],
    ['lifecycle', () => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })), 'NoSuchLifecycleConfiguration'],
    ['website', () => s3.send(new GetBucketWebsiteCommand({ Bucket })), 'NoSuchWebsiteConfiguration'],
  ])('has no %s', async (_name, call, name) => {
    await expect(call()).rejects.toThrow(refusal(name));
  });
});

describe('configurations', () => {
  it('are put, read and deleted', async () => {
    const TagSet = [{ Key: 'team', Value: 'blue' }];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
    await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
    await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toThrow(refusal('NoSuchTagSet'));

    const CORSRules = [{ AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['https://*.example.com'], AllowedHeaders: ['*'], MaxAgeSeconds: 60 }];
    await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    expect((await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(CORSRules);
    await s3.send(new DeleteBucketCorsCommand({ Bucket }));
    await expect(s3.send(new GetBucketCorsCommand({ Bucket }))).rejects.toThrow(refusal('NoSuchCORSConfiguration'));

    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await expect(s3.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toThrow(refusal('NoSuchPublicAccessBlockConfiguration'));
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }));
    expect((await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: false });

    await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }));
    await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
    await expect(s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).rejects.toThrow(refusal('OwnershipControlsNotFoundError'));

    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const }, BucketKeyEnabled: true }];
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    expect((await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration!.Rules).toEqual(Rules);
    await s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect((await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration!.Rules).toMatchObject([{ BucketKeyEnabled: false }]);

    const rule: LifecycleRule = { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } };
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [rule] } }));
    const lifecycle = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(lifecycle).toMatchObject({ Rules: [rule], TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' });
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await expect(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toThrow(refusal('NoSuchLifecycleConfiguration'));
  });

  it.each<[string, () => Promise<unknown>, string, RegExp]>([
    ['an unknown CORS method', () => s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [{ AllowedMethods: ['PATCH'], AllowedOrigins: ['*'] }] } })), 'InvalidRequest', /Unsupported method is PATCH/],
    ['two wildcards', () => s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*.*'] }] } })), 'InvalidRequest', /can not have more than one wildcard/],
    ['an unknown versioning status', () => s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'On' as 'Enabled' } })), 'MalformedXML', /.*/],
    ['no versioning status', () => s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: {} })), 'IllegalVersioningConfigurationException', /must be specified/],
    ['a system tag', () => s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'aws:x', Value: '1' }] } })), 'InvalidTag', /System tags cannot be added/],
    ['an ACL', () => s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' })), 'AccessControlListNotSupported', /does not allow ACLs/],
    ['a KMS key', () => s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] } })), 'NotImplementedException', /aws:kms/],
    ['a website', () => s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: {} })), 'NotImplementedException', /S3 PutBucketWebsite/],
  ])('refuse %s', async (_name, call, name, message) => {
    await expect(call()).rejects.toThrow(refusal(name, message));
  });

  const rule = (more: Partial<LifecycleRule>): LifecycleRule => ({ Status: 'Enabled', Filter: { Prefix: '' }, ...more });
  it.each<[string, LifecycleRule[], string, RegExp]>([
    ['none', [], 'MalformedXML', /.*/],
    ['without action', [rule({})], 'InvalidRequest', /At least one action needs to be specified in a rule/],
    ['of zero days', [rule({ Expiration: { Days: 0 } })], 'InvalidArgument', /must be a positive integer/],
    ['of days and a date', [rule({ Expiration: { Days: 1, Date: new Date(0) } })], 'MalformedXML', /.*/],
    ['not at midnight', [rule({ Expiration: { Date: new Date(1000) } })], 'InvalidArgument', /must be at midnight GMT/],
    ['twice by one id', [rule({ ID: 'a', Expiration: { Days: 1 } }), rule({ ID: 'a', Expiration: { Days: 2 } })], 'InvalidArgument', /Rule ID must be unique/],
    ['too early for infrequent access', [rule({ Transitions: [{ Days: 29, StorageClass: 'STANDARD_IA' }] })], 'InvalidArgument', /greater than or equal to 30 for storageClass 'STANDARD_IA'/],
  ])('refuse lifecycle rules %s', async (_name, Rules, name, message) => {
    await expect(s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }))).rejects.toThrow(refusal(name, message));
  });
});

describe('bucket policies', () => {
  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*`, ...statement }] });
  const put = (Policy: string) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));

  it('are kept as given', async () => {
    await put(policy({}));
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(policy({}));
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus).toEqual({ IsPublic: false });
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toThrow(refusal('NoSuchBucketPolicy', 'The bucket policy does not exist'));
  });

  it.each([
    ['text', 'nonsense', "Policies must be valid JSON and the first byte must be '{'"],
    ['broken JSON', '{', 'This policy contains invalid Json'],
    ['no principal', policy({ Principal: undefined }), 'Missing required field Principal'],
    ['no resource', policy({ Resource: undefined }), 'Missing required field Resource'],
    ['another bucket', policy({ Resource: 'arn:aws:s3:::other/*' }), 'Policy has invalid resource'],
    ['another service', policy({ Action: 'sqs:SendMessage' }), 'Policy has invalid action'],
    ['an object action on the bucket', policy({ Resource: `arn:aws:s3:::${Bucket}` }), 'Action does not apply to any resource(s) in statement'],
    ['a principal that is none', policy({ Principal: { AWS: 'ana' } }), 'Invalid principal in policy'],
  ])('refuse %s', async (_name, text, message) => {
    await expect(put(text)).rejects.toThrow(refusal('MalformedPolicy', message));
  });

  it('that are public need the block lifted', async () => {
    const everyone = policy({ Principal: '*' });
    await expect(put(everyone)).rejects.toThrow(refusal('AccessDenied', /public policies are prevented by the BlockPublicPolicy setting/));
    await put(policy({ Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await put(everyone);
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus).toEqual({ IsPublic: true });
  });

  it('decide where IAM is enforced', async () => {
    await using strict = await Cloud.start({ clock: 'virtual', enforceIam: true });
    const owner = strict.client(S3Client);
    await owner.send(new CreateBucketCommand({ Bucket }));
    await owner.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    const stranger = strict.client(S3Client, { accessKeyId: '111111111111' });
    const anyone = strict.client(S3Client, { config: { signer: { sign: async (request: unknown) => request } } });
    const read = (client: S3Client) => client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    await expect(read(stranger)).rejects.toThrow(refusal('AccessDenied', /s3:GetObject on resource: "arn:aws:s3:::things\/k" because no resource-based policy allows/));
    await owner.send(new PutBucketPolicyCommand({ Bucket, Policy: policy({}) }));
    expect(await (await read(stranger)).Body!.transformToString()).toBe('x');
    await expect(read(anyone)).rejects.toThrow(refusal('AccessDenied'));
    await owner.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } }));
    await owner.send(new PutBucketPolicyCommand({ Bucket, Policy: policy({ Principal: '*' }) }));
    await expect(read(anyone)).rejects.toThrow(refusal('AccessDenied'));
    await owner.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await (await read(anyone)).Body!.transformToString()).toBe('x');
  });
});

describe('without a signature', () => {
  const anyone = () => cloud.client(S3Client, { config: { signer: { sign: async (request: unknown) => request } } });
  const read = () => anyone().send(new GetObjectCommand({ Bucket, Key: 'k' }));

  it('nothing is reached but what a policy makes public', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    await expect(read()).rejects.toThrow(refusal('AccessDenied', 'Access Denied'));
    await expect(anyone().send(new ListBucketsCommand({}))).rejects.toThrow(refusal('AccessDenied', 'Access Denied'));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }] });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect(await (await read()).Body!.transformToString()).toBe('x');
    await expect(anyone().send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'y' }))).rejects.toThrow(refusal('AccessDenied', 'Access Denied'));
  });
});
