import type { ResourcePolicy as SdkResourcePolicy } from '@aws-sdk/client-cloudwatch-logs';
import { collection } from '../../../kernel/collection.js';
import { parsePolicy } from '../../../kernel/policy/index.js';
import type { Context } from '../../../kernel/service.js';
import { invalidParameter } from '../errors.js';

/** A policy of the account: lets services write to its log groups. */
export interface ResourcePolicy {
  readonly name: string;
  /** JSON. */
  readonly document: string;
  readonly updatedAtMs: number;
}

/** By name. */
export const resourcePolicies = collection<ResourcePolicy>('logs.resourcePolicies');

export const described = ({ name, document, updatedAtMs }: ResourcePolicy): SdkResourcePolicy => ({
  policyName: name,
  policyDocument: document,
  lastUpdatedTime: updatedAtMs,
  policyScope: 'ACCOUNT',
});

/** Throws InvalidParameterException. */
export function checkedDocument(document: string | undefined): string {
  try {
    parsePolicy(document ?? '');
  } catch {
    throw invalidParameter('This resource policy contains invalid Json');
  }
  return document!;
}

interface Statement {
  readonly Sid?: string;
}

/** All statements of the account's policies as one, for authorization, without their ids; undefined where there are none. */
export function mergedPolicy(ctx: Context): string | undefined {
  const statements: object[] = [];
  for (const [, { document }] of ctx.table(resourcePolicies).range()) {
    const { Statement: held } = JSON.parse(document) as { readonly Statement: Statement | readonly Statement[] };
    for (const { Sid: _, ...statement } of [held].flat()) statements.push(statement);
  }
  return statements.length === 0 ? undefined : JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
