import type { Principal, Scope } from '../../../kernel/identity.js';
import { RequestContext, evaluate, parsePolicy } from '../../../kernel/policy/index.js';

export interface SessionFacts {
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface TrustRequest extends SessionFacts {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly nowMs: number;
  readonly roleArn: string;
  readonly trustPolicy: string;
  readonly sourceArn: string | undefined;
}

/** The caller's own side is the dispatcher's to judge, where policies are enforced; here it counts as willing. */
const willing = parsePolicy('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}');

/** Whether a role's trust policy lets the caller have a session, with these tags. */
export function isTrusted(request: TrustRequest): boolean {
  const context = new RequestContext({
    principal: request.principal,
    scope: request.scope,
    nowMs: request.nowMs,
    sourceArn: request.sourceArn,
    keys: trustKeys(request),
  });
  const allowed = (action: string): boolean =>
    evaluate(
      { principal: request.principal, action, resource: request.roleArn, context },
      { identity: [willing], resource: parsePolicy(request.trustPolicy), resourcePolicyRequired: true },
    ).decision === 'Allow';
  return allowed('sts:AssumeRole') && (Object.keys(request.tags).length === 0 || allowed('sts:TagSession'));
}

/** Condition keys that a request for a session brings. */
export function trustKeys({ sessionName, externalId, tags }: SessionFacts): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>([['sts:rolesessionname', [sessionName]]]);
  if (externalId !== undefined) keys.set('sts:externalid', [externalId]);
  const names = Object.keys(tags);
  if (names.length > 0) keys.set('aws:tagkeys', names);
  for (const name of names) keys.set(`aws:requesttag/${name.toLowerCase()}`, [tags[name]!]);
  return keys;
}
