import { parseArn } from '../../../kernel/identity.js';
import type { Principal } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { invalidInput } from '../errors.js';
import { holderOf } from './holders.js';
import { appliedPolicies, policiesOfHolder } from './identity.js';
import type { AppliedPolicy } from './identity.js';

/** Who an ARN of a user, group or role stands for, and the policies that it has. Throws InvalidInput or NoSuchEntity. */
export function policySource(ctx: Context, arn: string): { principal: Principal; policies: AppliedPolicy[] } {
  const parts = parseArn(arn);
  const kind = parts?.resource.split('/')[0];
  if (parts?.service !== 'iam' || (kind !== 'role' && kind !== 'user' && kind !== 'group')) throw invalidInput(`ARN ${arn} is not valid.`);
  const holder = holderOf(ctx, kind, parts.resource.slice(parts.resource.lastIndexOf('/') + 1));
  const principal: Principal = { kind: kind === 'role' ? 'role' : 'user', account: parts.account, arn, userId: holder.id, name: holder.name };
  return { principal, policies: kind === 'group' ? policiesOfHolder(ctx, kind, holder) : appliedPolicies(ctx, kind, holder.name) };
}
