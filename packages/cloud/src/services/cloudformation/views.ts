import type { Output, Parameter, Stack, StackEvent, StackResource, StackSummary } from '@aws-sdk/client-cloudformation';
import type { EventRecord, ResourceRecord, StackOutput, StackRecord, Tag } from '../../deploy/engine/records.js';
import type { ParameterValue } from '../../deploy/template/parameters.js';

type Dates = Pick<StackRecord, 'createdAtMs' | 'updatedAtMs' | 'deletedAtMs'>;

const dates = ({ createdAtMs, updatedAtMs, deletedAtMs }: Dates): { CreationTime: Date; LastUpdatedTime?: Date; DeletionTime?: Date } => ({
  CreationTime: new Date(createdAtMs),
  ...(updatedAtMs !== undefined && { LastUpdatedTime: new Date(updatedAtMs) }),
  ...(deletedAtMs !== undefined && { DeletionTime: new Date(deletedAtMs) }),
});

const notChecked = { StackDriftStatus: 'NOT_CHECKED' } as const;

export const tagList = (tags: readonly Tag[] = []): { Key: string; Value: string }[] => tags.map(({ key, value }) => ({ Key: key, Value: value }));

export const hidden = '****';

export const parameterList = (parameters: readonly ParameterValue[] = []): Parameter[] =>
  parameters.map(({ key, value, resolved, noEcho }) => ({
    ParameterKey: key,
    ParameterValue: noEcho ? hidden : value,
    ...(resolved !== undefined && { ResolvedValue: noEcho ? hidden : resolved }),
  }));

const outputList = (outputs: readonly StackOutput[]): Output[] =>
  outputs.map(({ key, value, description, exportName }) => ({ OutputKey: key, OutputValue: value, Description: description, ExportName: exportName }));

export function stackView(stack: StackRecord): Stack {
  const { deployment } = stack;
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    ChangeSetId: stack.changeSetId,
    Description: deployment?.description,
    Parameters: parameterList(deployment?.parameters),
    ...dates(stack),
    RollbackConfiguration: {},
    StackStatus: stack.status as Stack['StackStatus'],
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.onFailure === 'DO_NOTHING',
    NotificationARNs: [...(deployment?.notificationArns ?? [])],
    TimeoutInMinutes: stack.timeoutMinutes,
    Capabilities: [...(deployment?.capabilities ?? [])] as Stack['Capabilities'],
    Outputs: outputList(stack.outputs),
    RoleARN: deployment?.roleArn,
    Tags: tagList(deployment?.tags),
    EnableTerminationProtection: stack.terminationProtection,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    DriftInformation: notChecked,
    RetainExceptOnCreate: stack.retainExceptOnCreate,
    LastOperations: stack.lastOperations.map(({ kind, id }) => ({ OperationType: kind, OperationId: id })),
  };
}

export const stackSummary = (stack: StackRecord): StackSummary => ({
  StackId: stack.stackId,
  StackName: stack.stackName,
  TemplateDescription: stack.deployment?.description,
  ...dates(stack),
  StackStatus: stack.status as StackSummary['StackStatus'],
  StackStatusReason: stack.statusReason,
  ParentId: stack.parentId,
  RootId: stack.rootId,
  DriftInformation: notChecked,
  LastOperations: stack.lastOperations.map(({ kind, id }) => ({ OperationType: kind, OperationId: id })),
});

export const resourceView = (stack: StackRecord, record: ResourceRecord): StackResource => ({
  StackName: stack.stackName,
  StackId: stack.stackId,
  LogicalResourceId: record.logicalId,
  PhysicalResourceId: record.made?.physicalId ?? record.startedId,
  ResourceType: record.type,
  Timestamp: new Date(record.changedAtMs),
  ResourceStatus: record.status as StackResource['ResourceStatus'],
  ResourceStatusReason: record.statusReason,
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
});

/** `secrets`: values of NoEcho parameters, shown nowhere. */
export const eventView = (stack: StackRecord, event: EventRecord, secrets: readonly string[]): StackEvent => ({
  StackId: stack.stackId,
  EventId: event.id,
  StackName: stack.stackName,
  OperationId: event.operationId,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
  Timestamp: new Date(event.atMs),
  ResourceStatus: event.status as StackEvent['ResourceStatus'],
  ResourceStatusReason: event.reason,
  ResourceProperties: event.properties && propertiesText(event.properties, secrets),
  ClientRequestToken: event.token,
});

const propertiesText = (properties: unknown, secrets: readonly string[]): string =>
  JSON.stringify(properties, (_name, value: unknown) => (typeof value === 'string' ? withoutSecrets(value, secrets) : value));

const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((result, secret) => (secret === '' ? result : result.replaceAll(secret, hidden)), text);

export const secretsOf = (stack: StackRecord): string[] =>
  (stack.deployment?.parameters ?? []).filter(({ noEcho }) => noEcho).map(({ value, resolved }) => resolved ?? value);
