import { createHash } from 'node:crypto';
import type { Scope } from '../kernel/identity.js';
import { assetBucket, ensureAssetBucket, ensureBootstrap, qualifierOf } from './bootstrap.js';
import type { Call } from './call.js';
import { refusedWith } from './call.js';
import { limits } from './limits.js';

/** One event of a stack under way. `logicalId` is the stack's name where it is about the stack. */
export interface StackEvent {
  readonly stackName: string;
  readonly logicalId: string;
  /** Empty before the resource has one. */
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly at: Date;
}

export interface StackResult {
  readonly stackName: string;
  readonly stackId: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** False where the stack was up to date. */
  readonly changed: boolean;
}

export interface TemplateDeployment {
  /** JSON or YAML. This or `templateUrl`. */
  readonly templateBody?: string;
  readonly templateUrl?: string;
  readonly stackName: string;
  readonly call: Call;
  /** Account and region that `call` reaches. */
  readonly scope: Scope;
  /** Those left out keep their value of the last deployment, or take their default. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly terminationProtection?: boolean;
  readonly onProgress?: (event: StackEvent) => void;
}

interface FailedResource {
  readonly logicalId: string;
  readonly reason: string;
}

/** A stack that did not get where it should. `resources`: those that failed, the first cause first. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';

  constructor(
    readonly stackName: string,
    readonly status: string,
    readonly resources: readonly FailedResource[],
    reason: string | undefined,
  ) {
    const causes = resources.map(({ logicalId, reason: why }) => `\n  ${logicalId}: ${why}`).join('');
    super(`Stack ${stackName} failed: ${status}${causes || (reason === undefined ? '' : ` ${reason}`)}`);
  }
}

/**
 * Creates or updates a stack by a change set and waits until it is done. Rejects with DeploymentError, or with the error
 * with which CloudFormation refuses the template.
 */
export async function deployTemplate(options: TemplateDeployment): Promise<StackResult> {
  const { call, scope, stackName } = options;
  const template = await templateOf(options);
  const { Parameters: declared = [] } = await call<{ Parameters?: Declared[] }>('cloudformation', 'GetTemplateSummary', template);
  for (const { DefaultValue } of declared) {
    const qualifier = qualifierOf(DefaultValue);
    if (qualifier !== undefined) await ensureBootstrap(call, scope, qualifier);
  }
  const existing = await removeFailed(call, stackName, await find(call, stackName));
  const before = existing?.Parameters?.map(({ ParameterKey }) => ParameterKey);
  const input = {
    ...template,
    StackName: stackName,
    ChangeSetName: changeSetName,
    ChangeSetType: existing ? 'UPDATE' : 'CREATE',
    Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
    Parameters: parameterList(declared, options.parameters ?? {}, before ?? []),
    Tags: Object.entries(options.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  };
  if (existing) await call('cloudformation', 'DeleteChangeSet', { StackName: stackName, ChangeSetName: changeSetName });
  const { Id } = await call<{ Id: string }>('cloudformation', 'CreateChangeSet', input);
  const set = await call('cloudformation', 'DescribeChangeSet', { ChangeSetName: Id });
  const changed = set.Status === 'CREATE_COMPLETE';
  if (changed) await execute(options, Id);
  else await call('cloudformation', 'DeleteChangeSet', { ChangeSetName: Id });
  if (!changed && !existing) throw new DeploymentError(stackName, set.Status, [], set.StatusReason);
  if (options.terminationProtection !== undefined) {
    await call('cloudformation', 'UpdateTerminationProtection', { StackName: stackName, EnableTerminationProtection: options.terminationProtection });
  }
  const stack = (await find(call, stackName))!;
  return { stackName, stackId: stack.StackId, status: stack.StackStatus, outputs: outputsOf(stack), changed };
}

const changeSetName = 'terrella-deploy';

interface Declared {
  readonly ParameterKey: string;
  readonly DefaultValue?: string;
}

interface Stack {
  readonly StackId: string;
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
  readonly Parameters?: readonly { readonly ParameterKey: string }[];
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

/** A template too long for a request goes through the asset bucket. */
async function templateOf({ templateBody, templateUrl, call, scope }: TemplateDeployment): Promise<{ TemplateBody: string } | { TemplateURL: string }> {
  if (templateUrl !== undefined) return { TemplateURL: templateUrl };
  if (templateBody === undefined) throw new TypeError('Either templateBody or templateUrl is needed');
  if (Buffer.byteLength(templateBody) <= limits.templateBodyBytes) return { TemplateBody: templateBody };
  await ensureAssetBucket(call, scope);
  const Bucket = assetBucket(scope);
  const Key = `${createHash('sha256').update(templateBody).digest('hex')}.template`;
  await call('s3', 'PutObject', { Bucket, Key, Body: Buffer.from(templateBody) });
  return { TemplateURL: objectUrl(scope, Bucket, Key) };
}

export const objectUrl = ({ region }: Scope, bucket: string, key: string): string => `https://s3.${region}.amazonaws.com/${bucket}/${key}`;

async function find(call: Call, StackName: string): Promise<Stack | undefined> {
  try {
    return (await call<{ Stacks: Stack[] }>('cloudformation', 'DescribeStacks', { StackName })).Stacks[0];
  } catch (error) {
    if (refusedWith(error, 'ValidationError') && (error as Error).message.includes('does not exist')) return undefined;
    throw error;
  }
}

const neverWorked = new Set(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'REVIEW_IN_PROGRESS', 'DELETE_FAILED']);

/** A stack that never came to be makes room for a new attempt. */
async function removeFailed(call: Call, StackName: string, stack: Stack | undefined): Promise<Stack | undefined> {
  if (!stack || !neverWorked.has(stack.StackStatus)) return stack;
  await call('cloudformation', 'DeleteStack', { StackName });
  await follow(call, stack.StackId, 'follow:0', () => {});
  const left = await find(call, StackName);
  if (left) throw new DeploymentError(StackName, left.StackStatus, [], left.StackStatusReason);
  return undefined;
}

function parameterList(declared: readonly Declared[], given: Readonly<Record<string, string>>, before: readonly string[]): object[] {
  const known = new Set(declared.map(({ ParameterKey }) => ParameterKey));
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new TypeError(`The template has no parameter ${unknown.join(', ')}; it has ${[...known].join(', ') || 'none'}`);
  return declared.flatMap(({ ParameterKey, DefaultValue }): object[] => {
    if (Object.hasOwn(given, ParameterKey)) return [{ ParameterKey, ParameterValue: given[ParameterKey] }];
    return before.includes(ParameterKey) && qualifierOf(DefaultValue) === undefined ? [{ ParameterKey, UsePreviousValue: true }] : [];
  });
}

async function execute({ call, stackName, onProgress }: TemplateDeployment, changeSetId: string): Promise<void> {
  const { StackId } = (await find(call, stackName))!;
  const { NextToken } = await call<{ NextToken: string }>('cloudformation', 'DescribeStackEvents', { StackName: StackId, NextToken: 'follow:end' });
  const failed: FailedResource[] = [];
  await call('cloudformation', 'ExecuteChangeSet', { ChangeSetName: changeSetId });
  await follow(call, StackId, NextToken, (event) => {
    const { logicalId, status, reason = 'no reason given', physicalId } = event;
    if (status.endsWith('_FAILED') && physicalId !== StackId && !reason.endsWith('cancelled')) failed.push({ logicalId, reason });
    onProgress?.(event);
  });
  const { StackStatus, StackStatusReason } = await describe(call, StackId);
  if (StackStatus !== 'CREATE_COMPLETE' && StackStatus !== 'UPDATE_COMPLETE') throw new DeploymentError(stackName, StackStatus, failed, StackStatusReason);
}

const describe = async (call: Call, StackId: string): Promise<Stack> => (await find(call, StackId))!;

/** Every event from a place on until the stack rests, the oldest first. */
async function follow(call: Call, StackId: string, from: string, see: (event: StackEvent) => void): Promise<void> {
  let NextToken: string | undefined = from;
  while (NextToken !== undefined) {
    const page: Record<string, any> = await call('cloudformation', 'DescribeStackEvents', { StackName: StackId, NextToken });
    for (const event of [...(page.StackEvents ?? [])].reverse()) {
      see({
        stackName: event.StackName,
        logicalId: event.LogicalResourceId,
        physicalId: event.PhysicalResourceId ?? '',
        type: event.ResourceType,
        status: event.ResourceStatus,
        reason: event.ResourceStatusReason,
        at: event.Timestamp,
      });
    }
    NextToken = page.NextToken;
  }
}

const outputsOf = (stack: Stack): Record<string, string> => Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
