import type { Change, DescribeChangeSetCommandInput, DescribeChangeSetCommandOutput, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import type { ChangeDetail, ResourceChange } from '../../../deploy/changes.js';
import { operation } from '../../../kernel/service.js';
import { getChangeSet } from '../changeSetRecords.js';
import type { ChangeSetRecord } from '../changeSetRecords.js';
import { page } from '../pages.js';
import { stackResource } from '../stackRequests.js';
import { parameterList, tagList } from '../views.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html */
export const describeChangeSet = operation<DescribeChangeSetCommandInput, DescribeChangeSetCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const set = getChangeSet(ctx, input.ChangeSetName!, input.StackName);
    const { items, next } = page(set.changes, input.NextToken);
    const { deployment } = set;
    return {
      ChangeSetName: set.name,
      ChangeSetId: set.id,
      StackId: set.stackId,
      StackName: set.stackName,
      Description: set.description,
      Parameters: parameterList(deployment.parameters),
      CreationTime: new Date(set.createdAtMs),
      ExecutionStatus: set.execution,
      Status: set.status,
      StatusReason: set.statusReason,
      NotificationARNs: [...deployment.notificationArns],
      RollbackConfiguration: {},
      Capabilities: [...deployment.capabilities] as DescribeChangeSetCommandOutput['Capabilities'],
      Tags: tagList(deployment.tags),
      Changes: items.map((change) => changeView(set, change, input.IncludePropertyValues ?? false)),
      NextToken: next,
      IncludeNestedStacks: set.includeNestedStacks,
      OnStackFailure: set.onStackFailure,
      ImportExistingResources: false,
    };
  },
});

function changeView(set: ChangeSetRecord, change: ResourceChange, withValues: boolean): Change {
  const { action, logicalId, physicalId, type, replacement, policyAction, scope, details, before, after } = change;
  const hide = secretHider(set);
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: action,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      Replacement: replacement,
      PolicyAction: policyAction as NonNullable<Change['ResourceChange']>['PolicyAction'],
      Scope: [...scope] as NonNullable<Change['ResourceChange']>['Scope'],
      Details: details.map((detail) => detailView(detail, withValues, hide)),
      ...(withValues && { BeforeContext: hide(before), AfterContext: hide(after) }),
    },
  };
}

function detailView(detail: ChangeDetail, withValues: boolean, hide: (text: string | undefined) => string | undefined): ResourceChangeDetail {
  const { attribute, name, requiresRecreation, evaluation, source, causingEntity, before, after } = detail;
  const values = { Path: name === undefined ? `/${attribute}` : `/Properties/${name}`, BeforeValue: hide(before), AfterValue: hide(after), AttributeChangeType: changeType(before, after) };
  return {
    Target: { Attribute: attribute, Name: name, RequiresRecreation: requiresRecreation, ...(withValues && values) },
    Evaluation: evaluation,
    ChangeSource: source,
    CausingEntity: causingEntity,
  };
}

function changeType(before: string | undefined, after: string | undefined): 'Add' | 'Remove' | 'Modify' {
  if (before === undefined) return 'Add';
  return after === undefined ? 'Remove' : 'Modify';
}

function secretHider({ deployment }: ChangeSetRecord): (text: string | undefined) => string | undefined {
  const secrets = deployment.parameters.filter(({ noEcho, value }) => noEcho && value !== '').map(({ value }) => value);
  return (text) => secrets.reduce((result, secret) => result?.replaceAll(secret, '****'), text);
}
