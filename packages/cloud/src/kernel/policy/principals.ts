import type { Principal } from '../identity.js';
import type { PrincipalElement } from './document.js';

/**
 * How closely a policy names a caller. `account`: only its account, which leaves the decision to that account's own
 * policies. `role`: the role behind a session. `everyone`: `*`. `itself`: the user, the session, or the service.
 */
export type PrincipalMatch = 'none' | 'account' | 'role' | 'everyone' | 'itself';

const closeness: Readonly<Record<PrincipalMatch, number>> = { none: 0, account: 1, everyone: 2, role: 3, itself: 4 };

/**
 * How a `Principal` element names the caller; for `NotPrincipal`, `everyone` unless it names the caller.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function matchPrincipal(element: PrincipalElement, principal: Principal): PrincipalMatch {
  const match = named(element, principal);
  if (!element.not) return match;
  return match === 'none' ? 'everyone' : 'none';
}

function named(element: PrincipalElement, principal: Principal): PrincipalMatch {
  let best: PrincipalMatch = element.everyone ? 'everyone' : 'none';
  if (principal.kind === 'service') {
    return element.services.some((host) => sameService(host, principal.arn)) ? 'itself' : best;
  }
  if (principal.kind === 'anonymous') return best;
  for (const text of element.aws) {
    const match = matchAws(text, principal);
    if (closeness[match] > closeness[best]) best = match;
  }
  return best;
}

function matchAws(text: string, principal: Principal): PrincipalMatch {
  if (text === principal.account || text === `arn:aws:iam::${principal.account}:root`) {
    return principal.kind === 'root' ? 'itself' : 'account';
  }
  if (text === principal.arn || text === principal.userId) return 'itself';
  if (principal.kind !== 'role') return 'none';
  if (text === principal.userId.split(':')[0]) return 'role';
  return isRoleArn(text, principal.account, principal.name) ? 'role' : 'none';
}

/** Whether an ARN names that role, whatever its path: role names are unique in an account. */
export function isRoleArn(text: string, account: string, name: string | undefined): boolean {
  const start = `arn:aws:iam::${account}:role/`;
  return name !== undefined && text.startsWith(start) && text.slice(text.lastIndexOf('/') + 1) === name;
}

/** `logs.us-east-1.amazonaws.com` and `logs.amazonaws.com` are the same service. */
const sameService = (a: string, b: string): boolean => a === b || withoutRegion(a) === withoutRegion(b);

const withoutRegion = (host: string): string => host.replace(/\.[a-z]{2}(-[a-z]+)+-[0-9]\./, '.');
