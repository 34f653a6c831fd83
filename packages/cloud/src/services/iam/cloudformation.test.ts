import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const StackName = 'access';
const account = '000000000000';
const basicExecution = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };
const allow = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

let cloud: Cloud;
let cfn: CloudFormationClient;

beforeEach(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  cfn = cloud.client(CloudFormationClient);
});
afterEach(() => cloud.close());

const iam = (operation: string, input: object) => cloud.call('iam', operation, input);
const documentOf = (text: string) => JSON.parse(decodeURIComponent(text));
const template = (Resources: object, outputs: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify({ Resources, Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])) });

async function stack() {
  await cloud.settled();
  const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName }));
  return { status: Stacks![0]!.StackStatus, outputs: Object.fromEntries((Stacks![0]!.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!])) };
}
const Capabilities = ['CAPABILITY_NAMED_IAM' as const];
const create = async (TemplateBody: string) => {
  await cfn.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities }));
  return stack();
};
const update = async (TemplateBody: string) => {
  await cfn.send(new UpdateStackCommand({ StackName, TemplateBody, Capabilities }));
  return stack();
};

it('makes, changes and deletes a role with its policies', async () => {
  const role = (more: object) => ({ Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust, ...more } } });
  const outputs = { Name: { Ref: 'Role' }, Arn: { 'Fn::GetAtt': ['Role', 'Arn'] }, Id: { 'Fn::GetAtt': ['Role', 'RoleId'] } };
  const { status, outputs: made } = await create(
    template(role({ ManagedPolicyArns: [basicExecution], Policies: [{ PolicyName: 'queue', PolicyDocument: allow('sqs:*') }], MaxSessionDuration: 7200, Tags: [{ Key: 'a', Value: '1' }] }), outputs),
  );
  expect(status).toBe('CREATE_COMPLETE');
  const RoleName = made['Name']!;
  expect(made).toMatchObject({ Name: expect.stringMatching(/^access-Role-[A-Za-z0-9]+$/), Arn: `arn:aws:iam::${account}:role/${RoleName}`, Id: expect.stringMatching(/^AROA/) });
  expect(await iam('GetRole', { RoleName })).toMatchObject({ Role: { MaxSessionDuration: 7200, Tags: [{ Key: 'a', Value: '1' }] } });
  expect(documentOf((await iam('GetRolePolicy', { RoleName, PolicyName: 'queue' }))['PolicyDocument'])).toEqual(allow('sqs:*'));

  const changed = await update(template(role({ Policies: [{ PolicyName: 'topic', PolicyDocument: allow('sns:*') }], Description: 'changed' }), outputs));
  expect(changed).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: { Name: RoleName } });
  expect(await iam('ListRolePolicies', { RoleName })).toMatchObject({ PolicyNames: ['topic'] });
  expect(await iam('ListAttachedRolePolicies', { RoleName })).toMatchObject({ AttachedPolicies: [] });
  expect(await iam('GetRole', { RoleName })).toMatchObject({ Role: { MaxSessionDuration: 3600, Description: 'changed' } });

  await cfn.send(new DeleteStackCommand({ StackName }));
  await cloud.settled();
  await expect(iam('GetRole', { RoleName })).rejects.toThrow(expect.objectContaining({ code: 'NoSuchEntity' }));
});

it('puts policies into roles, users and groups', async () => {
  const resources = (holders: object, Action: string) => ({
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: trust } },
    Group: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'g', ManagedPolicyArns: [basicExecution] } },
    User: { Type: 'AWS::IAM::User', Properties: { UserName: 'u', Groups: [{ Ref: 'Group' }], Policies: [{ PolicyName: 'own', PolicyDocument: allow('s3:*') }] } },
    Inline: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'inline', PolicyDocument: allow(Action), ...holders } },
    Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'managed', PolicyDocument: allow(Action), ...holders } },
    RolePolicy: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: { Ref: 'Role' }, PolicyName: 'single', PolicyDocument: allow('logs:*') } },
    Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { InstanceProfileName: 'p', Roles: [{ Ref: 'Role' }] } },
  });
  const everyone = { Roles: [{ Ref: 'Role' }], Users: [{ Ref: 'User' }], Groups: [{ Ref: 'Group' }] };
  const outputs = { Policy: { Ref: 'Managed' }, Profile: { 'Fn::GetAtt': ['Profile', 'Arn'] }, Single: { Ref: 'RolePolicy' } };
  const { status, outputs: made } = await create(template(resources(everyone, 'sqs:*'), outputs));
  expect(status).toBe('CREATE_COMPLETE');
  const PolicyArn = `arn:aws:iam::${account}:policy/managed`;
  expect(made).toEqual({ Policy: PolicyArn, Profile: `arn:aws:iam::${account}:instance-profile/p`, Single: 'single|r' });
  expect(await iam('ListRolePolicies', { RoleName: 'r' })).toMatchObject({ PolicyNames: ['inline', 'single'] });
  expect(await iam('ListUserPolicies', { UserName: 'u' })).toMatchObject({ PolicyNames: ['inline', 'own'] });
  expect(await iam('ListEntitiesForPolicy', { PolicyArn })).toMatchObject({ PolicyRoles: [{ RoleName: 'r' }], PolicyUsers: [{ UserName: 'u' }], PolicyGroups: [{ GroupName: 'g' }] });
  expect(await iam('ListGroupsForUser', { UserName: 'u' })).toMatchObject({ Groups: [{ GroupName: 'g' }] });

  expect((await update(template(resources({ Roles: [{ Ref: 'Role' }] }, 'sns:*'), outputs))).status).toBe('UPDATE_COMPLETE');
  expect(await iam('ListUserPolicies', { UserName: 'u' })).toMatchObject({ PolicyNames: ['own'] });
  expect(await iam('ListEntitiesForPolicy', { PolicyArn })).toMatchObject({ PolicyUsers: [], PolicyGroups: [], PolicyRoles: [{ RoleName: 'r' }] });
  expect(await iam('GetPolicy', { PolicyArn })).toMatchObject({ Policy: { DefaultVersionId: 'v2' } });

  await cfn.send(new DeleteStackCommand({ StackName }));
  await cloud.settled();
  expect(await iam('GetAccountSummary', {})).toMatchObject({ SummaryMap: { Roles: 0, Users: 0, Groups: 0, Policies: 0, InstanceProfiles: 0 } });
});

it('hands out working access keys', async () => {
  const { outputs } = await create(
    template(
      { User: { Type: 'AWS::IAM::User' }, Key: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'User' } } } },
      { Id: { Ref: 'Key' }, Secret: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] }, User: { Ref: 'User' } },
    ),
  );
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const sts = cloud.client(STSClient, { accessKeyId: outputs['Id']!, secretAccessKey: outputs['Secret']! });
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: `arn:aws:iam::${account}:user/${outputs['User']}` });
});

it.each([
  ['an unknown managed policy', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/None'] }, /does not exist or is not attachable/],
  ['a bad inline policy', { Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:*' }] } }] }, /Policy statement must contain resources/],
])('leaves no role behind for %s', async (_name, properties, reason) => {
  const { status } = await create(template({ Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: trust, ...properties } } }));
  expect(status).toBe('ROLLBACK_COMPLETE');
  const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName }));
  expect(StackEvents!.map(({ ResourceStatusReason }) => ResourceStatusReason ?? '').join('\n')).toMatch(reason);
  await expect(iam('GetRole', { RoleName: 'r' })).rejects.toThrow(expect.objectContaining({ code: 'NoSuchEntity' }));
});
