import { RequestContext, evaluate, parsePolicy } from '../../kernel/policy/index.js';
import type { Context, OperationDefinition } from '../../kernel/service.js';
import { bucketOfArn, policyFor } from './domain/bucket.js';
import { accessDenied, noSuchBucket } from './errors.js';

/**
 * An operation that lets in who has not signed only where the bucket's policy does, whether or not policies are enforced
 * for others: dummy credentials stand for an account here, their absence stands for the public.
 */
export function closedToStrangers(definition: OperationDefinition): OperationDefinition {
  return {
    ...definition,
    run(input: unknown, ctx) {
      if (ctx.principal.kind === 'anonymous') checkStranger(definition, input, ctx);
      return definition.run(input, ctx);
    },
  };
}

function checkStranger(definition: OperationDefinition, input: unknown, ctx: Context): void {
  const keys = definition.conditionKeys?.(input, ctx.scope);
  const context = new RequestContext({ principal: ctx.principal, scope: ctx.scope, nowMs: ctx.now, ...(keys ? { keys } : {}) });
  const accesses = definition.access?.(input, ctx.scope) ?? [];
  if (accesses.length === 0) throw accessDenied();
  for (const { action, resource } of accesses) {
    if (resource === '*') throw accessDenied();
    if (!bucketOfArn(ctx, resource)) throw noSuchBucket(resource.slice('arn:aws:s3:::'.length).split('/')[0]!);
    const policy = policyFor(resource, ctx);
    const request = { principal: ctx.principal, action, resource, context };
    const decision = evaluate(request, { identity: [], resource: policy === undefined ? undefined : parsePolicy(policy) });
    if (decision.decision !== 'Allow') throw accessDenied();
  }
}
