import { collection, key, prefix } from '../../kernel/collection.js';
import type { Context } from '../../kernel/service.js';
import type { ResourceChange } from '../../deploy/changes.js';
import type { Deployment, OperationRecord } from '../../deploy/engine/records.js';
import { noChangeSet, noStack, stackNameWanted } from './errors.js';
import { livingStack } from './stackRequests.js';

export interface ChangeSetRecord {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly description?: string | undefined;
  readonly token?: string | undefined;
  readonly createdAtMs: number;
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly statusReason?: string | undefined;
  readonly execution: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_IN_PROGRESS' | 'EXECUTE_COMPLETE' | 'OBSOLETE';
  readonly deployment: Deployment;
  readonly changes: readonly ResourceChange[];
  readonly includeNestedStacks: boolean;
  readonly onStackFailure?: OperationRecord['onFailure'] | undefined;
}

/** By change set id. */
const changeSets = collection<ChangeSetRecord>('cloudformation.changeSets');
/** By stack id and change set name; holds the id. */
const changeSetIds = collection<string>('cloudformation.changeSetIds');

export function putChangeSet(ctx: Context, set: ChangeSetRecord): void {
  ctx.table(changeSets).put(set.id, set);
  ctx.table(changeSetIds).put(key(set.stackId, set.name), set.id);
}

export function removeChangeSet(ctx: Context, set: ChangeSetRecord): void {
  ctx.table(changeSets).delete(set.id);
  ctx.table(changeSetIds).delete(key(set.stackId, set.name));
}

export const changeSetsOf = (ctx: Context, stackId: string): ChangeSetRecord[] =>
  [...ctx.table(changeSetIds).range({ prefix: prefix(stackId) })].map(([, id]) => ctx.table(changeSets).get(id)!);

/** By ARN, or by name with the stack's name or ARN. */
export function findChangeSet(ctx: Context, nameOrId: string, stackName: string | undefined): ChangeSetRecord | undefined {
  if (nameOrId.startsWith('arn:')) return ctx.table(changeSets).get(nameOrId);
  if (stackName === undefined) throw stackNameWanted();
  const stack = livingStack(ctx, stackName, noStack);
  const id = ctx.table(changeSetIds).get(key(stack.stackId, nameOrId));
  return id === undefined ? undefined : ctx.table(changeSets).get(id);
}

export function getChangeSet(ctx: Context, nameOrId: string, stackName: string | undefined): ChangeSetRecord {
  const found = findChangeSet(ctx, nameOrId, stackName);
  if (!found) throw noChangeSet(nameOrId);
  return found;
}
