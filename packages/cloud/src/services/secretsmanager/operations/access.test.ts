import { IAM } from '@aws-sdk/client-iam';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const document = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

/** IAM is enforced; `ana` may read what `resourceOf` makes of the ARN of the secret `prod/db`. */
const start = async (resourceOf?: (arn: string) => string, actions: readonly string[] = ['secretsmanager:GetSecretValue']) => {
  const cloud = await Cloud.start({ clock: 'virtual', enforceIam: true });
  const iam = cloud.client(IAM);
  const secrets = cloud.client(SecretsManager);
  const { ARN } = await secrets.createSecret({ Name: 'prod/db', SecretString: 'v' });
  await secrets.createSecret({ Name: 'prod/db2', SecretString: 'w' });
  await iam.createUser({ UserName: 'ana' });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'ana' });
  if (resourceOf) {
    await iam.putUserPolicy({ UserName: 'ana', PolicyName: 'p', PolicyDocument: document({ Action: actions, Resource: resourceOf(ARN!) }) });
  }
  const ana = cloud.client(SecretsManager, { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! });
  return { cloud, secrets, ana, arn: ARN!, [Symbol.asyncDispose]: () => cloud.close() };
};

const denied = { name: 'AccessDeniedException' };

describe('a grant', () => {
  it.each([
    ['of the whole ARN', (arn: string) => arn, ['arn']],
    ['of six unknown characters', (arn: string) => `${arn.slice(0, -6)}??????`, ['arn', 'name', 'partial']],
    ['of a prefix', (arn: string) => `${arn.slice(0, -6)}*`, ['arn', 'name', 'partial']],
  ])('%s', async (_what, resourceOf, allowed) => {
    await using lab = await start(resourceOf);
    const ids: Record<string, string> = { arn: lab.arn, name: 'prod/db', partial: lab.arn.slice(0, -7) };
    for (const kind of allowed) expect((await lab.ana.getSecretValue({ SecretId: ids[kind]! })).SecretString).toBe('v');
    await expect(lab.ana.getSecretValue({ SecretId: 'prod/db2' })).rejects.toMatchObject(denied);
    await expect(lab.ana.putSecretValue({ SecretId: lab.arn, SecretString: 'x' })).rejects.toMatchObject(denied);
  });

  it('of some secrets gives a batch only these', async () => {
    await using lab = await start(() => '*', ['secretsmanager:BatchGetSecretValue']);
    const { SecretValues, Errors } = await lab.ana.batchGetSecretValue({ SecretIdList: ['prod/db'] });
    expect(SecretValues).toEqual([]);
    expect(Errors).toMatchObject([{ SecretId: 'prod/db', ErrorCode: 'AccessDeniedException' }]);
  });
});

describe('a resource policy', () => {
  it('lets in by itself, whether the secret is called by ARN or by name', async () => {
    await using lab = await start();
    await expect(lab.ana.getSecretValue({ SecretId: 'prod/db' })).rejects.toMatchObject(denied);
    const ResourcePolicy = document({ Principal: { AWS: 'arn:aws:iam::000000000000:user/ana' }, Action: 'secretsmanager:GetSecretValue', Resource: '*' });
    await lab.secrets.putResourcePolicy({ SecretId: 'prod/db', ResourcePolicy });
    expect((await lab.secrets.getResourcePolicy({ SecretId: 'prod/db' })).ResourcePolicy).toBe(ResourcePolicy);
    for (const SecretId of ['prod/db', lab.arn]) expect((await lab.ana.getSecretValue({ SecretId })).SecretString).toBe('v');
    await lab.secrets.deleteResourcePolicy({ SecretId: 'prod/db' });
    expect((await lab.secrets.getResourcePolicy({ SecretId: 'prod/db' })).ResourcePolicy).toBeUndefined();
    await expect(lab.ana.getSecretValue({ SecretId: lab.arn })).rejects.toMatchObject(denied);
  });

  it('lets in another account, which calls by ARN', async () => {
    await using lab = await start();
    const other = lab.cloud.client(SecretsManager, { accessKeyId: '111111111111' });
    await expect(other.getSecretValue({ SecretId: lab.arn })).rejects.toMatchObject(denied);
    await lab.secrets.putResourcePolicy({ SecretId: 'prod/db', ResourcePolicy: document({ Principal: { AWS: '111111111111' }, Action: 'secretsmanager:*', Resource: '*' }) });
    expect((await other.getSecretValue({ SecretId: lab.arn })).SecretString).toBe('v');
    await other.putSecretValue({ SecretId: lab.arn, SecretString: 'theirs' });
    expect((await lab.secrets.getSecretValue({ SecretId: 'prod/db' })).SecretString).toBe('theirs');
    await expect(other.getSecretValue({ SecretId: 'prod/db' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each([
    ['{', {}, 'MalformedPolicyDocumentException'],
    [document({ Action: 'secretsmanager:*', Resource: '*' }), {}, 'MalformedPolicyDocumentException'],
    [document({ Principal: '*', Action: 'secretsmanager:*', Resource: '*' }), { BlockPublicPolicy: true }, 'PublicPolicyException'],
  ])('%s %j is refused', async (ResourcePolicy, options, name) => {
    await using lab = await start();
    await expect(lab.secrets.putResourcePolicy({ SecretId: 'prod/db', ResourcePolicy, ...options })).rejects.toMatchObject({ name });
    expect((await lab.secrets.getResourcePolicy({ SecretId: 'prod/db' })).ResourcePolicy).toBeUndefined();
  });

  it('for everybody of one organization is not public', async () => {
    await using lab = await start();
    const ResourcePolicy = document({ Principal: '*', Action: 'secretsmanager:*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } });
    await lab.secrets.putResourcePolicy({ SecretId: 'prod/db', ResourcePolicy, BlockPublicPolicy: true });
  });
});
