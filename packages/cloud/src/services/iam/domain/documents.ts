import { parseArn } from '../../../kernel/identity.js';
import { validatePolicy } from '../../../kernel/policy/index.js';
import type { Context } from '../../../kernel/service.js';
import { limitExceeded, malformedPolicyDocument, quotaExceeded } from '../errors.js';
import { limits } from '../limits.js';
import { roles, users } from './records.js';
import type { HolderKind, PolicyHolder } from './records.js';

/** Policies stand percent-encoded (RFC 3986) in IAM's answers. */
export const encodeDocument = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** IAM does not count white space. */
const sizeOf = (document: string): number => document.replace(/\s/g, '').length;

export function checkManagedDocument(document: string): void {
  validatePolicy(document, 'identity');
  if (sizeOf(document) > limits.managedPolicySize) throw quotaExceeded('PolicySize', limits.managedPolicySize);
}

export function checkInlineDocument(kind: HolderKind, holder: PolicyHolder, name: string, document: string): void {
  validatePolicy(document, 'identity');
  let size = sizeOf(document);
  for (const [other, text] of Object.entries(holder.inline)) if (other !== name) size += sizeOf(text);
  const max = limits.inlinePolicySize[kind];
  if (size > max) throw limitExceeded(`Maximum policy size of ${max} bytes exceeded for ${kind} ${holder.name}`);
}

/** A role's trust policy: its grammar, its size, and that the users and roles of this account that it names exist. */
export function checkTrustPolicy(ctx: Context, document: string): void {
  const { statements } = validatePolicy(document, 'trust');
  if (sizeOf(document) > limits.trustPolicySize) throw quotaExceeded('ACLSizePerRole', limits.trustPolicySize);
  for (const { principals } of statements) {
    for (const text of principals?.aws ?? []) {
      if (!isKnown(ctx, text)) throw malformedPolicyDocument(`Invalid principal in policy: "AWS":"${text}"`);
    }
  }
}

/** Entities of other accounts are taken on trust: the lab need not hold them. */
function isKnown(ctx: Context, text: string): boolean {
  const arn = parseArn(text);
  if (arn?.service !== 'iam' || arn.account !== ctx.scope.account || arn.resource === 'root') return true;
  const name = arn.resource.slice(arn.resource.lastIndexOf('/') + 1).toLowerCase();
  const entity = arn.resource.startsWith('role/') ? ctx.table(roles).get(name) : ctx.table(users).get(name);
  return entity?.arn === text;
}
