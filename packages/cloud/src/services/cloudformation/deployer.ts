import { AwsError } from '../../kernel/errors.js';
import type { Principal } from '../../kernel/identity.js';
import type { Flow } from '../../kernel/service.js';
import { roleUnusable } from './errors.js';

/** In whose name a stack's resources are made: the role that was given, or else the caller. */
export async function deployer(flow: Flow, roleArn: string | undefined): Promise<Principal> {
  if (roleArn === undefined) return flow.principal;
  const name = /^arn:aws:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/.exec(roleArn)?.[1];
  if (name === undefined) throw roleUnusable(roleArn);
  try {
    const { Role } = await flow.call<{ Role: { RoleId: string } }>('iam', 'GetRole', { RoleName: name });
    const account = flow.scope.account;
    return { kind: 'role', account, arn: `arn:aws:sts::${account}:assumed-role/${name}/AWSCloudFormation`, userId: `${Role.RoleId}:AWSCloudFormation`, name };
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchEntity') throw roleUnusable(roleArn);
    throw error;
  }
}
