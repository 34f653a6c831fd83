import type { ContextEntry, EvaluationResult, Statement as MatchedStatement } from '@aws-sdk/client-iam';
import { parseArn } from '../../../kernel/identity.js';
import type { Principal } from '../../../kernel/identity.js';
import { conditionKeysOf, evaluate, parsePolicy } from '../../../kernel/policy/index.js';
import type { Decision } from '../../../kernel/policy/index.js';
import type { AppliedPolicy } from './identity.js';

export interface Simulation {
  readonly principal: Principal;
  readonly policies: readonly AppliedPolicy[];
  readonly boundaries: readonly string[];
  readonly resourcePolicy: string | undefined;
  readonly resourceOwner: string | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly context: readonly ContextEntry[];
}

const decisions = { Allow: 'allowed', ExplicitDeny: 'explicitDeny', ImplicitDeny: 'implicitDeny' } as const;

/** One result for each action on each resource. */
export function simulate(simulation: Simulation): EvaluationResult[] {
  const identity = simulation.policies.map(({ document }) => parsePolicy(document));
  const resource = simulation.resourcePolicy === undefined ? undefined : parsePolicy(simulation.resourcePolicy);
  const boundaries = simulation.boundaries.map(parsePolicy);
  const context = new Map(simulation.context.map((entry) => [(entry.ContextKeyName ?? '').toLowerCase(), entry.ContextKeyValues ?? []]));
  const needed = [...identity, ...boundaries, ...(resource ? [resource] : [])].flatMap(conditionKeysOf);
  const missing = [...new Set(needed)].filter((name) => !context.has(name.toLowerCase()));
  return simulation.actions.flatMap((action) =>
    simulation.resources.map((resourceArn): EvaluationResult => {
      const request = { principal: simulation.principal, action, resource: resourceArn, resourceAccount: ownerOf(simulation), context };
      const decision = evaluate(request, { identity, resource, boundary: boundaries[0] });
      return {
        EvalActionName: action,
        EvalResourceName: resourceArn,
        EvalDecision: decisions[decision.decision],
        MatchedStatements: matched(decision, simulation.policies),
        MissingContextValues: missing,
        ...(boundaries.length === 0
          ? {}
          : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: decision.because !== 'permissions boundary' } }),
      };
    }),
  );
}

const ownerOf = ({ resourceOwner }: Simulation): string | undefined =>
  resourceOwner === undefined ? undefined : (parseArn(resourceOwner)?.account ?? resourceOwner);

const matched = (decision: Decision, policies: readonly AppliedPolicy[]): MatchedStatement[] =>
  decision.statements.map(({ type, policy }) =>
    type === 'identity-based policy'
      ? { SourcePolicyId: policies[policy]!.id, SourcePolicyType: policies[policy]!.type }
      : { SourcePolicyId: 'ResourcePolicy', SourcePolicyType: 'resource' as const },
  );
