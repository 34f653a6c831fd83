import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { AwsError } from '../../../kernel/errors.js';
import { parseArn } from '../../../kernel/identity.js';
import type { Principal } from '../../../kernel/identity.js';
import { operation } from '../../../kernel/service.js';
import type { Answer, Flow } from '../../../kernel/service.js';
import { validatePolicy } from '../../../kernel/policy/index.js';
import { openSession } from '../domain/sessions.js';
import { isTrusted, trustKeys } from '../domain/trust.js';
import { mayNotAssume, validationError } from '../errors.js';
import { limits } from '../limits.js';

interface Role {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
  readonly AssumeRolePolicyDocument: string;
  readonly MaxSessionDuration: number;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRole = operation<AssumeRoleCommandInput, AssumeRoleCommandOutput>({
  resource: (input) => input.RoleArn,
  conditionKeys: (input) =>
    trustKeys({ sessionName: input.RoleSessionName!, externalId: input.ExternalId, tags: tagsOf(input) }),
  unsupported: ['SerialNumber', 'TokenCode', 'SourceIdentity', 'ProvidedContexts', 'TransitiveTagKeys'],
  run(input, ctx) {
    const arn = parseArn(input.RoleArn!);
    if (arn?.service !== 'iam' || !arn.resource.startsWith('role/')) throw validationError(`${input.RoleArn} is invalid`);
    if (input.Policy !== undefined) checkSessionPolicy(input.Policy);
    if ((input.PolicyArns?.length ?? 0) > limits.sessionPolicyArns) {
      throw validationError(`The number of policy arns cannot exceed ${limits.sessionPolicyArns}`);
    }
    const { principal, sourceArn } = ctx;
    return ctx.flow((flow) => assume(flow, input, { account: arn.account, caller: principal, sourceArn }));
  },
});

interface Caller {
  /** Of the role. */
  readonly account: string;
  readonly caller: Principal;
  readonly sourceArn: string | undefined;
}

async function assume(flow: Flow, input: AssumeRoleCommandInput, { account, caller, sourceArn }: Caller): Promise<Answer<AssumeRoleCommandOutput>> {
  const role = await findRole(flow, input.RoleArn!, account);
  const tags = tagsOf(input);
  const sessionName = input.RoleSessionName!;
  const trusted =
    role !== undefined &&
    isTrusted({
      principal: caller,
      scope: flow.scope,
      nowMs: flow.now(),
      roleArn: role.Arn,
      trustPolicy: decodeURIComponent(role.AssumeRolePolicyDocument),
      sessionName,
      externalId: input.ExternalId,
      tags,
      sourceArn,
    });
  if (!trusted) throw mayNotAssume(caller.arn, input.RoleArn!);
  const seconds = sessionSeconds(input.DurationSeconds, role, caller);
  const sessionPolicies = await sessionPolicyDocuments(flow, input, account);
  const roleTags = Object.fromEntries((role.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  const session: Principal = {
    kind: 'role',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role.RoleName}/${sessionName}`,
    userId: `${role.RoleId}:${sessionName}`,
    name: role.RoleName,
    ...(sessionPolicies.length > 0 ? { sessionPolicies } : {}),
    tags: { ...roleTags, ...tags },
  };
  return {
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    Credentials: flow.transact((ctx) => openSession(ctx, session, seconds)),
  };
}

const tagsOf = (input: AssumeRoleCommandInput): Record<string, string> =>
  Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key!, Value!]));

async function findRole(flow: Flow, roleArn: string, account: string): Promise<Role | undefined> {
  try {
    const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    const { Role: role } = await flow.call<{ Role: Role }>('iam', 'GetRole', { RoleName: name }, { scope: { account } });
    return role.Arn === roleArn ? role : undefined;
  } catch (error) {
    if (error instanceof AwsError && error.statusCode < 500) return undefined;
    throw error;
  }
}

function sessionSeconds(asked: number | undefined, role: Role, caller: Principal): number {
  const seconds = asked ?? limits.roleSessionSeconds;
  if (caller.kind === 'role' && seconds > limits.roleSessionSeconds) {
    throw validationError('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
  }
  if (seconds > role.MaxSessionDuration) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return seconds;
}

function checkSessionPolicy(policy: string): void {
  if (policy.length > limits.sessionPolicyCharacters) {
    throw validationError(
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${limits.sessionPolicyCharacters}`,
    );
  }
  validatePolicy(policy, 'identity');
}

async function sessionPolicyDocuments(flow: Flow, input: AssumeRoleCommandInput, account: string): Promise<string[]> {
  const documents = input.Policy === undefined ? [] : [input.Policy];
  for (const { arn: PolicyArn } of input.PolicyArns ?? []) {
    const scope = { account };
    const { Policy } = await flow.call<{ Policy: { DefaultVersionId: string } }>('iam', 'GetPolicy', { PolicyArn }, { scope });
    const { PolicyVersion } = await flow.call<{ PolicyVersion: { Document: string } }>(
      'iam',
      'GetPolicyVersion',
      { PolicyArn, VersionId: Policy.DefaultVersionId },
      { scope },
    );
    documents.push(decodeURIComponent(PolicyVersion.Document));
  }
  return documents;
}
