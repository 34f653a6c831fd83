import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  GetAccountSummaryCommand,
  GetContextKeysForCustomPolicyCommand,
  GetGroupCommand,
  GetUserCommand,
  IAMClient,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListOpenIDConnectProvidersCommand,
  ListGroupsForUserCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAccessKeyCommand,
  UpdateGroupCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const account = '000000000000';
const document = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (action: string, resource = '*') => ({ Effect: 'Allow', Action: action, Resource: resource });

let base: Cloud;
let cloud: Cloud;
let iam: IAMClient;

beforeAll(async () => {
  base = await Cloud.start({ clock: 'virtual' });
  await base.call('iam', 'CreateUser', { UserName: 'ana' });
  await base.call('iam', 'CreateGroup', { GroupName: 'Team' });
});
beforeEach(() => {
  cloud = base.fork();
  iam = cloud.client(IAMClient);
});
afterAll(() => base.close());

const refusal = (Code: string, message: RegExp) => expect.objectContaining({ Code, message: expect.stringMatching(message) });
const who = async (keys: { accessKeyId: string; secretAccessKey: string }) =>
  cloud.client(STSClient, keys).send(new GetCallerIdentityCommand({}));

describe('access keys', () => {
  it('make their user the caller, while active', async () => {
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }));
    const keys = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
    expect(keys.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    const identity = await who(keys);
    expect(identity).toMatchObject({ Account: account, Arn: `arn:aws:iam::${account}:user/ana` });
    expect(identity.UserId).toMatch(/^AIDA/);
    const me = await cloud.client(IAMClient, keys).send(new GetUserCommand({}));
    expect(me.User).toMatchObject({ UserName: 'ana' });
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'ana', AccessKeyId: keys.accessKeyId, Status: 'Inactive' }));
    await expect(who(keys)).rejects.toThrow(expect.objectContaining({ name: 'InvalidClientTokenId' }));
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'ana', AccessKeyId: keys.accessKeyId, Status: 'Active' }));
    await expect(who({ ...keys, secretAccessKey: 'wrong' })).rejects.toThrow(expect.objectContaining({ name: 'SignatureDoesNotMatch' }));
  });

  it('are two at most, and keep their user', async () => {
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }));
    await expect(iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }))).rejects.toThrow(
      refusal('LimitExceeded', /Cannot exceed quota for AccessKeysPerUser: 2/),
    );
    await expect(iam.send(new DeleteUserCommand({ UserName: 'ana' }))).rejects.toThrow(refusal('DeleteConflict', /must delete access keys first/));
    await iam.send(new UpdateUserCommand({ UserName: 'ana', NewUserName: 'anna' }));
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: 'anna' }));
    expect(AccessKeyMetadata).toHaveLength(2);
    expect((await who({ accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! })).Arn).toMatch(/user\/anna$/);
    for (const { AccessKeyId } of AccessKeyMetadata!) await iam.send(new DeleteAccessKeyCommand({ UserName: 'anna', AccessKeyId: AccessKeyId! }));
    await iam.send(new DeleteUserCommand({ UserName: 'anna' }));
    await expect(iam.send(new GetUserCommand({ UserName: 'anna' }))).rejects.toThrow(refusal('NoSuchEntity', /The user with name anna cannot be found/));
  });
});

describe('groups', () => {
  it('have members, which keep them', async () => {
    await iam.send(new AddUserToGroupCommand({ GroupName: 'team', UserName: 'ANA' }));
    expect((await iam.send(new GetGroupCommand({ GroupName: 'Team' }))).Users).toMatchObject([{ UserName: 'ana' }]);
    await expect(iam.send(new DeleteGroupCommand({ GroupName: 'Team' }))).rejects.toThrow(refusal('DeleteConflict', /must remove users from group/));
    await iam.send(new UpdateGroupCommand({ GroupName: 'Team', NewGroupName: 'Crew', NewPath: '/x/' }));
    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: 'ana' }));
    expect(Groups).toMatchObject([{ GroupName: 'Crew', Arn: `arn:aws:iam::${account}:group/x/Crew` }]);
    await iam.send(new RemoveUserFromGroupCommand({ GroupName: 'Crew', UserName: 'ana' }));
    await iam.send(new DeleteGroupCommand({ GroupName: 'Crew' }));
  });

  it('are counted', async () => {
    await iam.send(new CreateGroupCommand({ GroupName: 'other' }));
    await iam.send(new CreateUserCommand({ UserName: 'bob' }));
    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ Users: 2, Groups: 2, Roles: 0, AttachedPoliciesPerRoleQuota: 10 });
  });
});

describe('the policy simulator', () => {
  const queue = `arn:aws:sqs:us-east-1:${account}:orders`;

  it('sees inline, group and managed policies, and the boundary', async () => {
    const arn = `arn:aws:iam::${account}:policy/reads`;
    await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'own', PolicyDocument: document(allow('sqs:SendMessage', queue)) }));
    await iam.send(new CreatePolicyCommand({ PolicyName: 'reads', PolicyDocument: document(allow('sqs:Receive*')) }));
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn: arn }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }));
    const simulate = async () => {
      const { EvaluationResults } = await iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: `arn:aws:iam::${account}:user/ana`,
          ActionNames: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
          ResourceArns: [queue],
        }),
      );
      return EvaluationResults!.map(({ EvalDecision }) => EvalDecision);
    };
    expect(await simulate()).toEqual(['allowed', 'allowed', 'implicitDeny']);
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'ana', PermissionsBoundary: arn }));
    expect(await simulate()).toEqual(['implicitDeny', 'allowed', 'implicitDeny']);
  });

  it('judges documents with a context', async () => {
    const policy = document(
      { ...allow('s3:GetObject'), Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } },
      { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' },
    );
    const { EvaluationResults } = await iam.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [policy],
        ActionNames: ['s3:GetObject', 's3:DeleteObject'],
        ContextEntries: [{ ContextKeyName: 'aws:PrincipalTag/team', ContextKeyType: 'string', ContextKeyValues: ['blue'] }],
      }),
    );
    expect(EvaluationResults!.map(({ EvalDecision }) => EvalDecision)).toEqual(['allowed', 'explicitDeny']);
    const without = await iam.send(new SimulateCustomPolicyCommand({ PolicyInputList: [policy], ActionNames: ['s3:GetObject'] }));
    expect(without.EvaluationResults).toMatchObject([{ EvalDecision: 'implicitDeny', MissingContextValues: ['aws:PrincipalTag/team'] }]);
    const keys = await iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList: [policy] }));
    expect(keys.ContextKeyNames).toEqual(['aws:PrincipalTag/team']);
  });
});

it('has nothing of what cannot be made', async () => {
  expect((await iam.send(new ListMFADevicesCommand({ UserName: 'ana' }))).MFADevices).toEqual([]);
  expect((await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList).toEqual([]);
  await expect(iam.send(new GetLoginProfileCommand({ UserName: 'ana' }))).rejects.toThrow(refusal('NoSuchEntity', /^Login Profile for User ana cannot be found/));
  await expect(iam.send(new ListMFADevicesCommand({ UserName: 'bob' }))).rejects.toThrow(refusal('NoSuchEntity', /bob cannot be found/));
});

it('says which operations it does not have', async () => {
  await expect(iam.send(new CreateLoginProfileCommand({ UserName: 'ana', Password: 'p' }))).rejects.toThrow(/IAM CreateLoginProfile/);
});

it('asks for a user where the caller is none', async () => {
  const refused = /Must specify userName when calling with non-User credentials/;
  await expect(iam.send(new GetLoginProfileCommand({}))).rejects.toThrow(refused);
  await expect(iam.send(new DeleteLoginProfileCommand({}))).rejects.toThrow(refused);
});
