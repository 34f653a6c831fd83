import { parseArn } from '../identity.js';
import type { Principal } from '../identity.js';
import { meetsConditions } from './conditions.js';
import type { ConditionContext } from './context.js';
import type { Element, PolicyDocument, Statement } from './document.js';
import { matches, matchesArn, resolvePattern } from './pattern.js';
import { matchPrincipal } from './principals.js';
import type { PrincipalMatch } from './principals.js';

/** What is asked: may this caller do this to that. */
export interface AccessRequest {
  readonly principal: Principal;
  /** `sqs:SendMessage`; case does not matter. */
  readonly action: string;
  /** ARN, or `*` where the action is about no resource of its own. */
  readonly resource: string;
  /** Owner of the resource; default: the account in its ARN, else the caller's. */
  readonly resourceAccount?: string | undefined;
  readonly context: ConditionContext;
}

/** The policies that bear on a request. */
export interface ApplicablePolicies {
  /** Of the caller: its own, its groups', inline and managed. */
  readonly identity: readonly PolicyDocument[];
  /** Of the resource. */
  readonly resource?: PolicyDocument | undefined;
  /** Passed to AssumeRole. Present and empty is as absent. */
  readonly session?: readonly PolicyDocument[] | undefined;
  readonly boundary?: PolicyDocument | undefined;
  /**
   * The resource's own policy must agree even within the account: a role's trust policy, a KMS key's policy.
   * Default false.
   */
  readonly resourcePolicyRequired?: boolean;
}

export type PolicyType = 'identity-based policy' | 'resource-based policy' | 'session policy' | 'permissions boundary';

export interface Decision {
  readonly decision: 'Allow' | 'ExplicitDeny' | 'ImplicitDeny';
  /** The type of policy that denied it, or that had to allow it and did not. */
  readonly because: PolicyType | undefined;
  /** The statements that decided. */
  readonly statements: readonly MatchedStatement[];
}

export interface MatchedStatement {
  readonly type: PolicyType;
  /** Position among the policies of that type. */
  readonly policy: number;
  /** Position in its policy. */
  readonly statement: number;
}

/** What the policies of one type say of a request. */
interface Verdict {
  denies: MatchedStatement[] | undefined;
  allows: MatchedStatement[] | undefined;
  /** How closely the allowing statements of a resource's policy name the caller. */
  match: PrincipalMatch;
}

/**
 * AWS's decision. An explicit deny wins; within an account either side may allow; across accounts both must; session
 * policies and a boundary narrow what identity policies give; services are judged by the resource's policy alone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: AccessRequest, policies: ApplicablePolicies): Decision {
  const { session, boundary } = policies;
  const identity = judge(request, policies.identity, 'identity-based policy');
  const resource = policies.resource ? judge(request, [policies.resource], 'resource-based policy') : nothing;
  const sessionVerdict = session && session.length > 0 ? judge(request, session, 'session policy') : undefined;
  const boundaryVerdict = boundary ? judge(request, [boundary], 'permissions boundary') : undefined;
  for (const verdict of [identity, resource, sessionVerdict, boundaryVerdict]) {
    if (verdict?.denies) return { decision: 'ExplicitDeny', because: verdict.denies[0]!.type, statements: verdict.denies };
  }
  return combine(request, policies, { identity, resource, session: sessionVerdict, boundary: boundaryVerdict });
}

interface Verdicts {
  readonly identity: Verdict;
  readonly resource: Verdict;
  readonly session: Verdict | undefined;
  readonly boundary: Verdict | undefined;
}

const nothing: Verdict = { denies: undefined, allows: undefined, match: 'none' };

const implicitDeny = (because: PolicyType): Decision => ({ decision: 'ImplicitDeny', because, statements: [] });

function combine(request: AccessRequest, policies: ApplicablePolicies, verdicts: Verdicts): Decision {
  const { principal } = request;
  const { resource } = verdicts;
  if (principal.kind === 'service' || principal.kind === 'anonymous') {
    return resource.allows ? allow(resource.allows) : implicitDeny('resource-based policy');
  }
  const owner = request.resourceAccount ?? (parseArn(request.resource)?.account || principal.account);
  const own = ownSide(principal, verdicts);
  if (owner !== principal.account || policies.resourcePolicyRequired) {
    if (!resource.allows) return implicitDeny('resource-based policy');
    // Within its account, a trust or key policy that names the caller itself needs nothing more.
    const enough = owner === principal.account && resource.match !== 'account';
    return enough || own.decision === 'Allow' ? allow([...resource.allows, ...own.statements]) : own;
  }
  if (own.decision === 'Allow') return own;
  if (!resource.allows || resource.match === 'account') return own;
  // A grant to a user or to a session itself is not narrowed; one to the role behind the session is.
  const narrowed = principal.kind === 'role' && resource.match !== 'itself' ? narrowing(verdicts) : undefined;
  return narrowed ? implicitDeny(narrowed) : allow(resource.allows);
}

const allow = (statements: readonly MatchedStatement[]): Decision => ({ decision: 'Allow', because: undefined, statements });

/** What the caller's own side says: identity policies narrowed by session policies and boundary. Root may do anything. */
function ownSide(principal: Principal, verdicts: Verdicts): Decision {
  const narrowed = narrowing(verdicts);
  if (principal.kind === 'root') return narrowed ? implicitDeny(narrowed) : allow([]);
  if (!verdicts.identity.allows) return implicitDeny('identity-based policy');
  return narrowed ? implicitDeny(narrowed) : allow(verdicts.identity.allows);
}

function narrowing({ session, boundary }: Verdicts): PolicyType | undefined {
  if (session && !session.allows) return 'session policy';
  if (boundary && !boundary.allows) return 'permissions boundary';
  return undefined;
}

const closest: readonly PrincipalMatch[] = ['none', 'account', 'everyone', 'role', 'itself'];

function judge(request: AccessRequest, documents: readonly PolicyDocument[], type: PolicyType): Verdict {
  const verdict: Verdict = { denies: undefined, allows: undefined, match: 'none' };
  const action = request.action.toLowerCase();
  for (let policy = 0; policy < documents.length; policy++) {
    const { statements } = documents[policy]!;
    for (let at = 0; at < statements.length; at++) {
      const statement = statements[at]!;
      if (!elementMatches(statement.actions, action, request.context, matches)) continue;
      const match = type === 'resource-based policy' ? principalMatch(statement, request.principal) : 'itself';
      if (match === 'none' || !applies(statement, request)) continue;
      const matched: MatchedStatement = { type, policy, statement: at };
      if (statement.effect === 'Deny') (verdict.denies ??= []).push(matched);
      else {
        (verdict.allows ??= []).push(matched);
        if (closest.indexOf(match) > closest.indexOf(verdict.match)) verdict.match = match;
      }
    }
  }
  return verdict;
}

const principalMatch = (statement: Statement, principal: Principal): PrincipalMatch =>
  statement.principals ? matchPrincipal(statement.principals, principal) : 'none';

const applies = (statement: Statement, request: AccessRequest): boolean =>
  (!statement.resources || elementMatches(statement.resources, request.resource, request.context, matchesArn)) &&
  meetsConditions(statement.conditions, request.context);

function elementMatches(
  element: Element,
  text: string,
  context: ConditionContext,
  test: (pattern: string, text: string) => boolean,
): boolean {
  for (const pattern of element.patterns) {
    const resolved = resolvePattern(pattern, context);
    // A variable that the request lacks: the element names nothing, and excludes nothing either.
    if (resolved === undefined) {
      if (element.not) return false;
      continue;
    }
    if (test(resolved, text)) return !element.not;
  }
  return element.not;
}
