import { CloudFormationClient, CreateStackCommand, DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';
import { template } from './testing/things.js';

const TemplateBody = template({ Queue: { Type: 'AWS::SQS::Queue' } });

async function user(cloud: Cloud, actions: readonly string[]): Promise<CloudFormationClient> {
  await cloud.call('iam', 'CreateUser', { UserName: 'ada' });
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
  await cloud.call('iam', 'PutUserPolicy', { UserName: 'ada', PolicyName: 'p', PolicyDocument });
  const { AccessKey } = await cloud.call('iam', 'CreateAccessKey', { UserName: 'ada' });
  return cloud.client(CloudFormationClient, { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey });
}

async function role(cloud: Cloud, actions: readonly string[]): Promise<string> {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
  const { Role } = await cloud.call('iam', 'CreateRole', { RoleName: 'deployer', AssumeRolePolicyDocument: JSON.stringify(trust) });
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
  await cloud.call('iam', 'PutRolePolicy', { RoleName: 'deployer', PolicyName: 'p', PolicyDocument });
  return Role.Arn;
}

describe('resources are made in the name of', () => {
  it('the caller, who needs the permissions', async () => {
    await using cloud = await Cloud.start({ clock: 'virtual', enforceIam: true });
    const client = await user(cloud, ['cloudformation:*']);
    await client.send(new CreateStackCommand({ StackName: 'shop', TemplateBody }));
    await cloud.settled();
    const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: 'shop' }));
    const failed = StackEvents!.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    expect(failed!.ResourceStatusReason).toMatch(/User: arn:aws:iam::000000000000:user\/ada is not authorized to perform: sqs:createqueue on resource: \S+.*\(Service: Sqs, Status Code: 403, Request ID: [-0-9a-f]{36}\)" \(RequestToken: [-0-9a-f]{36}, HandlerErrorCode: AccessDenied\)$/i);
  });

  it('the role, which needs them instead', async () => {
    await using cloud = await Cloud.start({ clock: 'virtual', enforceIam: true });
    const client = await user(cloud, ['cloudformation:*', 'iam:PassRole']);
    const RoleARN = await role(cloud, ['sqs:*']);
    await client.send(new CreateStackCommand({ StackName: 'shop', TemplateBody, RoleARN }));
    await cloud.settled();
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'shop' }));
    expect(Stacks![0]).toMatchObject({ StackStatus: 'CREATE_COMPLETE', RoleARN });
    const [created] = [...cloud.journal.records()].filter(({ operation }) => operation === 'CreateQueue');
    expect(created!.principal).toBe('arn:aws:sts::000000000000:assumed-role/deployer/AWSCloudFormation');
  });

  it('no role that is not there', async () => {
    await using cloud = await Cloud.start({ clock: 'virtual' });
    const RoleARN = 'arn:aws:iam::000000000000:role/nobody';
    await expect(cloud.call('cloudformation', 'CreateStack', { StackName: 'shop', TemplateBody, RoleARN })).rejects.toThrow(`Role ${RoleARN} is invalid or cannot be assumed`);
  });
});
