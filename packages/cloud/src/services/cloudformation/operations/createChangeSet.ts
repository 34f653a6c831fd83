import type { CreateChangeSetCommandInput, CreateChangeSetCommandOutput } from '@aws-sdk/client-cloudformation';
import type { StackRecord } from '../../../deploy/engine/records.js';
import { findStack, setStatus } from '../../../deploy/engine/state.js';
import { AwsError, notImplemented } from '../../../kernel/errors.js';
import { arn } from '../../../kernel/identity.js';
import { operation } from '../../../kernel/service.js';
import type { Answer, Context } from '../../../kernel/service.js';
import { findChangeSet, putChangeSet } from '../changeSetRecords.js';
import type { ChangeSetRecord } from '../changeSetRecords.js';
import { changeSetExists, noChanges, noStack, wrongState } from '../errors.js';
import { prepare } from '../preparation.js';
import type { Prepared } from '../preparation.js';
import { checkLists, checkStackName, checkUpdatable, failureAction, livingStack, newStackId, putNewStack, refuseRollbackTriggers, stackResource } from '../stackRequests.js';
import { planChanges } from './updateStack.js';

type Input = CreateChangeSetCommandInput;
type Output = Answer<CreateChangeSetCommandOutput>;

/**
 * The change set is complete, or has failed, when this answers.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
 */
export const createChangeSet = operation<Input, CreateChangeSetCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  unsupported: ['ResourceTypes', 'ResourcesToImport', 'DeploymentMode'],
  run(input, ctx) {
    checkLists(input);
    refuseRollbackTriggers(input.RollbackConfiguration);
    failureAction(input);
    if (input.ImportExistingResources) throw notImplemented('ImportExistingResources of CloudFormation CreateChangeSet');
    const type = input.ChangeSetType ?? 'UPDATE';
    if (type === 'IMPORT') throw notImplemented('ChangeSetType IMPORT of CloudFormation CreateChangeSet');
    const stack = type === 'CREATE' ? stackToCreate(ctx, input) : stackToUpdate(ctx, input);
    const earlier = existing(ctx, input, stack);
    if (earlier) return earlier;
    const target = stack ?? { stackId: newStackId(ctx, input.StackName!), stackName: input.StackName! };
    return ctx.flow(async (flow) => {
      const prepared = await prepare(flow, input, target, type === 'CREATE' ? undefined : stack!.deployment);
      return flow.transact((inner) => {
        const now = type === 'CREATE' ? (stackToCreate(inner, input) ?? reviewed(inner, target)) : stackToUpdate(inner, input);
        return existing(inner, input, now) ?? record(inner, input, now, prepared);
      });
    });
  },
});

/** A stack that only change sets describe so far. */
function stackToCreate(ctx: Context, input: Input): StackRecord | undefined {
  const stack = findStack(ctx, input.StackName!);
  if (!stack || (stack.status === 'DELETE_COMPLETE' && !input.StackName!.startsWith('arn:'))) {
    checkStackName(input.StackName!);
    return undefined;
  }
  if (stack.status === 'REVIEW_IN_PROGRESS') return stack;
  throw new AwsError('ValidationError', `Stack [${stack.stackName}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`);
}

function stackToUpdate(ctx: Context, input: Input): StackRecord {
  const stack = livingStack(ctx, input.StackName!, noStack);
  if (stack.status === 'REVIEW_IN_PROGRESS') throw wrongState(stack.stackId, stack.status, 'updated');
  checkUpdatable(stack, 'DO_NOTHING');
  return stack;
}

/**
 * The same request again gets the same answer. A set that can no longer be executed gives its name up: deployments here
 * end within the second that the AWS CLI names its sets after.
 */
function existing(ctx: Context, input: Input, stack: StackRecord | undefined): Output | undefined {
  const set = stack && findChangeSet(ctx, input.ChangeSetName!, stack.stackId);
  if (!set) return undefined;
  if (input.ClientToken !== undefined && set.token === input.ClientToken) return { Id: set.id, StackId: set.stackId };
  if (set.execution === 'AVAILABLE') throw changeSetExists(set.name);
  return undefined;
}

function reviewed(ctx: Context, target: { stackId: string; stackName: string }): StackRecord {
  const empty = { status: '', createdAtMs: ctx.now, outputs: [], imports: [], lastOperations: [], eventCount: 0, onFailure: 'ROLLBACK', terminationProtection: false } as const;
  putNewStack(ctx, { ...target, ...empty });
  return setStatus(ctx, target.stackId, 'REVIEW_IN_PROGRESS', 'User Initiated');
}

function record(ctx: Context, input: Input, stack: StackRecord, prepared: Prepared): Output {
  const { changes, any } = planChanges(ctx, stack, prepared);
  const name = input.ChangeSetName!;
  const set: ChangeSetRecord = {
    id: arn('cloudformation', ctx.scope, `changeSet/${name}/${ctx.ids.uuid()}`),
    name,
    stackId: stack.stackId,
    stackName: stack.stackName,
    type: stack.status === 'REVIEW_IN_PROGRESS' ? 'CREATE' : 'UPDATE',
    description: input.Description,
    token: input.ClientToken,
    createdAtMs: ctx.now,
    status: any ? 'CREATE_COMPLETE' : 'FAILED',
    statusReason: any ? undefined : noChanges,
    execution: any ? 'AVAILABLE' : 'UNAVAILABLE',
    deployment: prepared.deployment,
    changes,
    includeNestedStacks: input.IncludeNestedStacks ?? false,
    onStackFailure: failureAction(input),
  };
  putChangeSet(ctx, set);
  return { Id: set.id, StackId: set.stackId };
}
