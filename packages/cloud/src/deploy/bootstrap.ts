import type { Scope } from '../kernel/identity.js';
import type { Call } from './call.js';
import { unless } from './call.js';

/** The version of CDK's bootstrap resources that these stand for. Source: aws-cdk 2.1148, bootstrap-template.yaml. */
const bootstrapVersion = '33';

/** CDK's qualifier where an app names none. */
export const defaultQualifier = 'hnb659fds';

export const assetBucket = ({ account, region }: Scope, qualifier = defaultQualifier): string => `cdk-${qualifier}-assets-${account}-${region}`;

const versionParameter = (qualifier: string): string => `/cdk-bootstrap/${qualifier}/version`;

/** Qualifier of a template's `BootstrapVersion` parameter. */
export const qualifierOf = (parameterName: string | undefined): string | undefined =>
  parameterName === undefined ? undefined : /^\/cdk-bootstrap\/([A-Za-z0-9]+)\/version$/.exec(parameterName)?.[1];

/**
 * Makes what `cdk bootstrap` makes and CDK apps rely on: the bucket for assets, the roles that the CDK CLI assumes, and the
 * parameter with the version. What is there already stays. Idempotent. No repository for images: there is no ECR yet.
 * Source: https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export async function ensureBootstrap(call: Call, scope: Scope, qualifier = defaultQualifier): Promise<void> {
  const Name = versionParameter(qualifier);
  if (await unless(call('ssm', 'GetParameter', { Name }), 'ParameterNotFound')) return;
  await ensureAssetBucket(call, scope, qualifier);
  for (const role of roles(scope, qualifier)) await ensureRole(call, role);
  await call('ssm', 'PutParameter', { Name, Value: bootstrapVersion, Type: 'String', Overwrite: true });
}

/** The bucket for assets, versioned and closed to the public. */
export async function ensureAssetBucket(call: Call, scope: Scope, qualifier = defaultQualifier): Promise<void> {
  const Bucket = assetBucket(scope, qualifier);
  if (await unless(call('s3', 'HeadBucket', { Bucket }), 'NotFound', 'NoSuchBucket', '404')) return;
  const place = scope.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: scope.region } };
  await unless(call('s3', 'CreateBucket', { Bucket, ...place }), 'BucketAlreadyOwnedByYou');
  await call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const closed = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
  await call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: closed });
}

/** What CDK looks up at synthesis: parameters, networks, zones, load balancers, stacks. Bootstrap itself attaches ReadOnlyAccess. */
const lookupPolicies = ['AmazonEC2ReadOnlyAccess', 'AmazonRoute53ReadOnlyAccess', 'AmazonSSMReadOnlyAccess', 'AWSCloudFormationReadOnlyAccess', 'ElasticLoadBalancingReadOnly'].map(
  (name) => `arn:aws:iam::aws:policy/${name}`,
);

interface Role {
  readonly name: string;
  readonly trusted: Readonly<Record<string, string>>;
  readonly managedPolicies?: readonly string[];
  readonly statements?: readonly object[];
}

function roles(scope: Scope, qualifier: string): Role[] {
  const { account, region } = scope;
  const name = (purpose: string): string => `cdk-${qualifier}-${purpose}-${account}-${region}`;
  const own = { AWS: `arn:aws:iam::${account}:root` };
  const bucket = `arn:aws:s3:::${assetBucket(scope, qualifier)}`;
  const execution = name('cfn-exec-role');
  const allow = (Action: readonly string[], Resource: string | readonly string[] = '*'): object => ({ Effect: 'Allow', Action, Resource });
  const read = ['s3:GetObject*', 's3:GetBucket*', 's3:GetEncryptionConfiguration', 's3:List*'];
  const version = `arn:aws:ssm:${region}:${account}:parameter${versionParameter(qualifier)}`;
  return [
    { name: execution, trusted: { Service: 'cloudformation.amazonaws.com' }, managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
    {
      name: name('deploy-role'),
      trusted: own,
      statements: [
        allow(['cloudformation:*']),
        allow(['iam:PassRole'], `arn:aws:iam::${account}:role/${execution}`),
        allow(['sts:GetCallerIdentity']),
        allow(read, [bucket, `${bucket}/*`]),
        allow(['ssm:GetParameter', 'ssm:GetParameters'], version),
      ],
    },
    { name: name('file-publishing-role'), trusted: own, statements: [allow([...read, 's3:DeleteObject*', 's3:PutObject*', 's3:Abort*'], [bucket, `${bucket}/*`])] },
    { name: name('image-publishing-role'), trusted: own },
    { name: name('lookup-role'), trusted: own, managedPolicies: lookupPolicies, statements: [{ Effect: 'Deny', Action: ['kms:Decrypt'], Resource: '*' }] },
  ];
}

async function ensureRole(call: Call, { name: RoleName, trusted, managedPolicies = [], statements = [] }: Role): Promise<void> {
  const Version = '2012-10-17';
  const trust = { Version, Statement: [{ Effect: 'Allow', Principal: trusted, Action: trusted.Service === undefined ? ['sts:AssumeRole', 'sts:TagSession'] : 'sts:AssumeRole' }] };
  await unless(call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }), 'EntityAlreadyExists', 'EntityAlreadyExistsException');
  for (const PolicyArn of managedPolicies) await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  if (statements.length > 0) {
    await call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'default', PolicyDocument: JSON.stringify({ Version, Statement: statements }) });
  }
}
