import {
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  AddRoleToInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  SetDefaultPolicyVersionCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const account = '000000000000';
const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const trust = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } });
const allow = document({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' });
const basicExecution = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

let base: Cloud;
let cloud: Cloud;
let iam: IAMClient;

beforeAll(async () => {
  base = await Cloud.start({ clock: 'virtual' });
  await base.call('iam', 'CreateRole', { RoleName: 'Worker', AssumeRolePolicyDocument: trust });
});
beforeEach(() => {
  cloud = base.fork();
  iam = cloud.client(IAMClient);
});
afterAll(() => base.close());

const refusal = (code: string, message: string | RegExp) =>
  expect.objectContaining({ message: typeof message === 'string' ? message : expect.stringMatching(message), Code: code });

describe('roles', () => {
  it('are shown as created', async () => {
    const { Role: created } = await iam.send(
      new CreateRoleCommand({
        RoleName: 'app',
        Path: '/team/',
        AssumeRolePolicyDocument: trust,
        Description: 'of the app',
        MaxSessionDuration: 7200,
        Tags: [{ Key: 'team', Value: 'blue' }],
      }),
    );
    expect(created?.RoleId).toMatch(/^AROA[A-Z0-9]{17}$/);
    const { Role: read } = await iam.send(new GetRoleCommand({ RoleName: 'APP' }));
    expect(read).toMatchObject({
      RoleName: 'app',
      Path: '/team/',
      Arn: `arn:aws:iam::${account}:role/team/app`,
      RoleId: created!.RoleId,
      Description: 'of the app',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'team', Value: 'blue' }],
      CreateDate: new Date(Date.UTC(2026, 0, 1)),
    });
    expect(decodeURIComponent(read!.AssumeRolePolicyDocument!)).toBe(trust);
  });

  it.each([
    ['a taken name, in any case', { RoleName: 'WORKER' }, 'EntityAlreadyExists', 'Role with name WORKER already exists.'],
    ['a name with a space', { RoleName: 'a b' }, 'ValidationError', /Value 'a b' at 'roleName' failed to satisfy constraint/],
    ['a session that is too long', { MaxSessionDuration: 43_201 }, 'ValidationError', /less than or equal to 43200/],
    ['no JSON', { AssumeRolePolicyDocument: 'trust me' }, 'MalformedPolicyDocument', 'This policy contains invalid Json'],
    ['a resource in the trust policy', { AssumeRolePolicyDocument: allow }, 'MalformedPolicyDocument', 'Missing required field Principal'],
    [
      'a principal that does not exist',
      { AssumeRolePolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${account}:user/nobody` } }) },
      'MalformedPolicyDocument',
      `Invalid principal in policy: "AWS":"arn:aws:iam::${account}:user/nobody"`,
    ],
    ['a tag twice', { Tags: [{ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' }] }, 'InvalidInput', /Duplicate tag keys found/],
    ['a boundary that does not exist', { PermissionsBoundary: `arn:aws:iam::${account}:policy/none` }, 'NoSuchEntity', /does not exist or is not attachable/],
  ])('refuses %s', async (_name, input, code, message) => {
    const creating = iam.send(new CreateRoleCommand({ RoleName: 'fresh', AssumeRolePolicyDocument: trust, ...input }));
    await expect(creating).rejects.toThrow(refusal(code, message));
    await expect(iam.send(new GetRoleCommand({ RoleName: 'fresh' }))).rejects.toThrow(
      refusal('NoSuchEntity', 'The role with name fresh cannot be found.'),
    );
  });

  it('trust users of the account that exist', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'ana' }));
    const trusting = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${account}:user/ana` } });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'Worker', PolicyDocument: trusting }));
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: 'Worker' }));
    expect(decodeURIComponent(role!.AssumeRolePolicyDocument!)).toBe(trusting);
  });

  it('are updated: what is left out falls back', async () => {
    await iam.send(new UpdateRoleCommand({ RoleName: 'Worker', Description: 'works', MaxSessionDuration: 4000 }));
    await iam.send(new UpdateRoleCommand({ RoleName: 'Worker', MaxSessionDuration: 5000 }));
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: 'Worker' }));
    expect(role).toMatchObject({ MaxSessionDuration: 5000 });
    expect(role!.Description).toBeUndefined();
  });

  it('carry tags', async () => {
    await iam.send(new TagRoleCommand({ RoleName: 'Worker', Tags: [{ Key: 'b', Value: '1' }, { Key: 'a', Value: '1' }] }));
    await iam.send(new TagRoleCommand({ RoleName: 'Worker', Tags: [{ Key: 'B', Value: '2' }] }));
    await iam.send(new UntagRoleCommand({ RoleName: 'Worker', TagKeys: ['A'] }));
    const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName: 'Worker' }));
    expect(Tags).toEqual([{ Key: 'B', Value: '2' }]);
  });

  it('are listed in pages', async () => {
    for (const RoleName of ['c', 'A', 'b']) await iam.send(new CreateRoleCommand({ RoleName, Path: '/x/', AssumeRolePolicyDocument: trust }));
    const first = await iam.send(new ListRolesCommand({ PathPrefix: '/x/', MaxItems: 2 }));
    expect(first.Roles!.map(({ RoleName }) => RoleName)).toEqual(['A', 'b']);
    expect(first.IsTruncated).toBe(true);
    const second = await iam.send(new ListRolesCommand({ PathPrefix: '/x/', MaxItems: 2, Marker: first.Marker! }));
    expect(second.Roles!.map(({ RoleName }) => RoleName)).toEqual(['c']);
    expect(second.IsTruncated).toBe(false);
  });

  it('hold inline policies', async () => {
    const role = { RoleName: 'Worker' };
    await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'queue', PolicyDocument: allow }));
    const read = await iam.send(new GetRolePolicyCommand({ ...role, PolicyName: 'queue' }));
    expect(decodeURIComponent(read.PolicyDocument!)).toBe(allow);
    expect((await iam.send(new ListRolePoliciesCommand(role))).PolicyNames).toEqual(['queue']);
    await expect(iam.send(new DeleteRoleCommand(role))).rejects.toThrow(
      refusal('DeleteConflict', 'Cannot delete entity, must delete policies first.'),
    );
    await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: 'queue' }));
    await expect(iam.send(new GetRolePolicyCommand({ ...role, PolicyName: 'queue' }))).rejects.toThrow(
      refusal('NoSuchEntity', 'The role policy with name queue cannot be found.'),
    );
    const large = document({ Effect: 'Allow', Action: 'sqs:*', Resource: Array.from({ length: 400 }, (_, i) => `arn:aws:sqs:::queue-number-${i}`) });
    await expect(iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'large', PolicyDocument: large }))).rejects.toThrow(
      refusal('LimitExceeded', 'Maximum policy size of 10240 bytes exceeded for role Worker'),
    );
  });

  it('are deleted once nothing hangs on them', async () => {
    const role = { RoleName: 'Worker' };
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'p' }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'p', ...role }));
    await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn: basicExecution }));
    await expect(iam.send(new DeleteRoleCommand(role))).rejects.toThrow(refusal('DeleteConflict', /must remove roles from instance profile first/));
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: 'p', ...role }));
    await expect(iam.send(new DeleteRoleCommand(role))).rejects.toThrow(refusal('DeleteConflict', /must detach all policies first/));
    await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn: basicExecution }));
    await iam.send(new DeleteRoleCommand(role));
    await expect(iam.send(new DeleteRoleCommand(role))).rejects.toThrow(refusal('NoSuchEntity', /cannot be found/));
  });
});

describe('managed policies', () => {
  const arn = `arn:aws:iam::${account}:policy/queues`;
  const create = () => iam.send(new CreatePolicyCommand({ PolicyName: 'queues', PolicyDocument: allow, Description: 'd' }));

  it('are attached, counted, listed and protected', async () => {
    const { Policy } = await create();
    expect(Policy).toMatchObject({ Arn: arn, DefaultVersionId: 'v1', AttachmentCount: 0, IsAttachable: true });
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Worker', PolicyArn: arn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Worker', PolicyArn: arn }));
    expect((await iam.send(new GetPolicyCommand({ PolicyArn: arn }))).Policy).toMatchObject({ AttachmentCount: 1, Description: 'd' });
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'Worker' }));
    expect(AttachedPolicies).toEqual([{ PolicyName: 'queues', PolicyArn: arn }]);
    const entities = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: arn }));
    expect(entities.PolicyRoles).toMatchObject([{ RoleName: 'Worker' }]);
    expect((await iam.send(new ListPoliciesCommand({ OnlyAttached: true }))).Policies).toHaveLength(1);
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn: arn }))).rejects.toThrow(
      refusal('DeleteConflict', 'Cannot delete a policy attached to entities.'),
    );
  });

  it('have five versions at most, numbered on and on', async () => {
    await create();
    for (let i = 0; i < 4; i++) await iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: allow }));
    await expect(iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: allow }))).rejects.toThrow(
      refusal('LimitExceeded', /can have up to 5 versions/),
    );
    await expect(iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: 'v1' }))).rejects.toThrow(
      refusal('DeleteConflict', 'Cannot delete the default version of a policy.'),
    );
    await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: arn, VersionId: 'v3' }));
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: 'v1' }));
    const made = await iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: allow, SetAsDefault: true }));
    expect(made.PolicyVersion).toMatchObject({ VersionId: 'v6', IsDefaultVersion: true });
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
    expect(Versions!.map(({ VersionId }) => VersionId)).toEqual(['v6', 'v5', 'v4', 'v3', 'v2']);
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn: arn }))).rejects.toThrow(refusal('DeleteConflict', /more than one version/));
  });

  it.each([
    ['a taken name', 'Queues', allow, 'EntityAlreadyExists', 'A policy called Queues already exists. Duplicate names are not allowed.'],
    ['a principal', 'other', trust, 'MalformedPolicyDocument', 'Policy document should not specify a principal.'],
    ['no ARN', 'other', document({ Effect: 'Allow', Action: 'a:b', Resource: 'x' }), 'MalformedPolicyDocument', /must be in ARN format/],
  ])('refuse %s', async (_name, PolicyName, PolicyDocument, code, message) => {
    await create();
    await expect(iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))).rejects.toThrow(refusal(code, message));
  });

  it('of AWS are the real documents, and unknown ones do not exist', async () => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: basicExecution }));
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: basicExecution, VersionId: Policy!.DefaultVersionId! }));
    expect(JSON.parse(decodeURIComponent(PolicyVersion!.Document!))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
    });
    const unknown = 'arn:aws:iam::aws:policy/AmazonNothing';
    await expect(iam.send(new AttachRolePolicyCommand({ RoleName: 'Worker', PolicyArn: unknown }))).rejects.toThrow(
      refusal('NoSuchEntity', `Policy ${unknown} does not exist or is not attachable.`),
    );
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn: basicExecution }))).rejects.toThrow(refusal('AccessDenied', /outside your own account/));
  });
});
