import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { expect, it } from 'vitest';
import { Cloud } from '../../index.js';

type Resources = Record<string, { Type: string; Properties?: object }>;

const start = async () => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const stacks = cloud.client(CloudFormation);
  const secrets = cloud.client(SecretsManager);
  const apply = async (verb: 'createStack' | 'updateStack', Resources: Resources) => {
    const Outputs = { Ref: { Value: { Ref: 'Key' } }, Id: { Value: { 'Fn::GetAtt': ['Key', 'Id'] } } };
    const input = { StackName: 'shop', TemplateBody: JSON.stringify({ Resources, Outputs }) };
    await (verb === 'createStack' ? stacks.createStack(input) : stacks.updateStack(input));
    await cloud.settled();
    const { Stacks } = await stacks.describeStacks({ StackName: 'shop' });
    const { StackEvents } = await stacks.describeStackEvents({ StackName: 'shop' });
    const failure = StackEvents!.find(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED'))?.ResourceStatusReason;
    const outputs = Object.fromEntries((Stacks![0]!.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
    return { status: Stacks![0]!.StackStatus, outputs, failure };
  };
  const value = async (SecretId: string) => (await secrets.getSecretValue({ SecretId })).SecretString!;
  return { cloud, stacks, secrets, apply, value, [Symbol.asyncDispose]: () => cloud.close() };
};

const secret = (Properties: object = {}): Resources => ({ Key: { Type: 'AWS::SecretsManager::Secret', Properties } });

it('a secret is generated into a template, and keeps its value through other changes', async () => {
  await using lab = await start();
  const GenerateSecretString = { SecretStringTemplate: '{"username":"admin"}', GenerateStringKey: 'password', PasswordLength: 20, ExcludePunctuation: true };
  const made = await lab.apply('createStack', secret({ GenerateSecretString, Description: 'one', Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] }));
  expect(made.status).toBe('CREATE_COMPLETE');
  const arn = made.outputs['Ref']!;
  expect(made.outputs['Id']).toBe(arn);
  expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:Key-[A-Za-z0-9]{12}-[A-Za-z0-9]{6}$/);
  const first = JSON.parse(await lab.value(arn));
  expect(first).toEqual({ username: 'admin', password: expect.stringMatching(/^[a-zA-Z0-9]{20}$/) });

  expect((await lab.apply('updateStack', secret({ GenerateSecretString, KmsKeyId: 'alias/mine', Tags: [{ Key: 'b', Value: '3' }] }))).status).toBe('UPDATE_COMPLETE');
  expect(JSON.parse(await lab.value(arn))).toEqual(first);
  const described = await lab.secrets.describeSecret({ SecretId: arn });
  expect([described.Description, described.KmsKeyId, described.Tags!.filter(({ Key }) => !Key!.startsWith('aws:'))]).toEqual(['', 'alias/mine', [{ Key: 'b', Value: '3' }]]);

  await lab.apply('updateStack', secret({ GenerateSecretString: { ...GenerateSecretString, PasswordLength: 24 } }));
  expect(JSON.parse(await lab.value(arn)).password).toMatch(/^[a-zA-Z0-9]{24}$/);
  expect(JSON.stringify([...lab.cloud.journal.records()])).not.toContain(first.password);

  await lab.stacks.deleteStack({ StackName: 'shop' });
  await lab.cloud.settled();
  await expect(lab.secrets.describeSecret({ SecretId: arn })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('a secret holds what the template says, a password alone, or nothing yet', async () => {
  await using lab = await start();
  const made = await lab.apply('createStack', {
    ...secret({ Name: 'said', SecretString: 'hello' }),
    Alone: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'alone', GenerateSecretString: {} } },
    Empty: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'empty' } },
  });
  expect(made.status).toBe('CREATE_COMPLETE');
  expect(await lab.value('said')).toBe('hello');
  expect(await lab.value('alone')).toMatch(/^[!-~]{32}$/);
  await expect(lab.value('empty')).rejects.toThrow('staging label: AWSCURRENT');
});

it('a resource policy comes and goes', async () => {
  await using lab = await start();
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' }] };
  const withPolicy = { ...secret({ Name: 'k', SecretString: 'v' }), Policy: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: { Ref: 'Key' }, ResourcePolicy: policy, BlockPublicPolicy: true } } };
  expect(await lab.apply('createStack', withPolicy)).toMatchObject({ status: 'CREATE_COMPLETE' });
  expect(JSON.parse((await lab.secrets.getResourcePolicy({ SecretId: 'k' })).ResourcePolicy!)).toEqual(policy);
  expect((await lab.apply('updateStack', secret({ Name: 'k', SecretString: 'v' }))).status).toBe('UPDATE_COMPLETE');
  expect((await lab.secrets.getResourcePolicy({ SecretId: 'k' })).ResourcePolicy).toBeUndefined();
});

it.each([
  [{ SecretString: 'x', GenerateSecretString: {} }, 'either SecretString or GenerateSecretString'],
  [{ GenerateSecretString: { SecretStringTemplate: '{}' } }, 'together'],
  [{ GenerateSecretString: { SecretStringTemplate: '[1]', GenerateStringKey: 'p' } }, 'JSON object'],
  [{ GenerateSecretString: { PasswordLength: 2 } }, 'Password length is too short'],
])('%j fails the stack', async (properties, message) => {
  await using lab = await start();
  const { status, failure } = await lab.apply('createStack', secret(properties));
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(failure).toContain(message);
  expect((await lab.secrets.listSecrets({ IncludePlannedDeletion: true })).SecretList).toEqual([]);
});

it.each([
  ['AWS::SecretsManager::RotationSchedule', secret()],
  ['AWS::SecretsManager::SecretTargetAttachment', secret()],
  ['ReplicaRegions', secret({ ReplicaRegions: [{ Region: 'eu-west-1' }] })],
])('%s is refused by name before anything is made', async (name, resources) => {
  await using lab = await start();
  const Resources = name.startsWith('AWS::') ? { ...resources, Other: { Type: name } } : resources;
  await expect(lab.stacks.createStack({ StackName: 'shop', TemplateBody: JSON.stringify({ Resources }) })).rejects.toThrow(name);
  expect((await lab.secrets.listSecrets({})).SecretList).toEqual([]);
});
