import { AwsError, notImplemented } from '../../kernel/errors.js';
import type { Provisioned, ResourceContext } from '../../kernel/resourceType.js';

interface IndexProperties {
  readonly IndexName: string;
  readonly KeySchema: unknown;
  readonly Projection: unknown;
  readonly ProvisionedThroughput?: object;
  readonly OnDemandThroughput?: object;
  readonly WarmThroughput?: object;
  readonly ContributorInsightsSpecification?: { readonly Enabled?: boolean };
}

/** Properties of AWS::DynamoDB::Table, after the engine has checked their shape. */
export interface TableProperties {
  readonly TableName?: string;
  readonly AttributeDefinitions?: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly KeySchema: unknown;
  readonly BillingMode?: string;
  readonly ProvisionedThroughput?: { readonly ReadCapacityUnits: number; readonly WriteCapacityUnits: number };
  readonly OnDemandThroughput?: object;
  readonly WarmThroughput?: object;
  readonly GlobalSecondaryIndexes?: readonly IndexProperties[];
  readonly LocalSecondaryIndexes?: unknown;
  readonly TableClass?: string;
  readonly DeletionProtectionEnabled?: boolean;
  readonly SSESpecification?: { readonly SSEEnabled?: boolean; readonly SSEType?: string; readonly KMSMasterKeyId?: string };
  readonly TimeToLiveSpecification?: { readonly Enabled: boolean; readonly AttributeName?: string };
  readonly PointInTimeRecoverySpecification?: { readonly PointInTimeRecoveryEnabled?: boolean; readonly RecoveryPeriodInDays?: number };
  readonly ContributorInsightsSpecification?: { readonly Enabled?: boolean };
  readonly ResourcePolicy?: { readonly PolicyDocument: unknown };
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

interface Description {
  readonly TableStatus: string;
  readonly TableArn: string;
  readonly TableId: string;
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexStatus: string }[];
}

const longestName = 255;
const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** Contributor Insights reports through another service, which this slice does not have. */
function refuseInsights(properties: TableProperties): void {
  const all = [properties, ...(properties.GlobalSecondaryIndexes ?? [])];
  if (all.some(({ ContributorInsightsSpecification: insights }) => insights?.Enabled)) {
    throw notImplemented('ContributorInsightsSpecification of AWS::DynamoDB::Table');
  }
}

const indexInput = ({ ContributorInsightsSpecification: _none, ...index }: IndexProperties): object => index;

const encryption = ({ SSESpecification }: TableProperties): object | undefined =>
  SSESpecification && {
    Enabled: SSESpecification.SSEEnabled ?? false,
    ...(SSESpecification.SSEType !== undefined && { SSEType: SSESpecification.SSEType }),
    ...(SSESpecification.KMSMasterKeyId !== undefined && { KMSMasterKeyId: SSESpecification.KMSMasterKeyId }),
  };

const policyText = (document: unknown): string => (typeof document === 'string' ? document : JSON.stringify(document));

/** Only what is given: CreateTable and UpdateTable tell a missing member from an empty one. */
const defined = (input: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

export async function createTable(properties: TableProperties, context: ResourceContext): Promise<Provisioned> {
  refuseInsights(properties);
  const name = properties.TableName ?? context.physicalName({ maxLength: longestName });
  const input = defined({
    TableName: name,
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    BillingMode: properties.BillingMode,
    ProvisionedThroughput: properties.BillingMode === 'PAY_PER_REQUEST' ? undefined : properties.ProvisionedThroughput,
    OnDemandThroughput: properties.OnDemandThroughput,
    WarmThroughput: properties.WarmThroughput,
    GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes?.map(indexInput),
    LocalSecondaryIndexes: properties.LocalSecondaryIndexes,
    TableClass: properties.TableClass,
    DeletionProtectionEnabled: properties.DeletionProtectionEnabled,
    SSESpecification: encryption(properties),
    ResourcePolicy: properties.ResourcePolicy && policyText(properties.ResourcePolicy.PolicyDocument),
    Tags: properties.Tags,
  });
  await createOnce(name, input, properties.TableName === undefined, context);
  const description = await active(name, context);
  await settle(name, properties, {}, context);
  return provisioned(name, description);
}

/** A generated name can only be taken by this very step, interrupted before. */
async function createOnce(name: string, input: object, generated: boolean, context: ResourceContext): Promise<void> {
  try {
    await context.call('dynamodb', 'CreateTable', input);
  } catch (error) {
    if (!(generated && error instanceof AwsError && error.code === 'ResourceInUseException' && error.message.includes(name))) throw error;
  }
}

const provisioned = (name: string, { TableArn, TableId }: Description): Provisioned => ({ physicalId: name, attributes: { Arn: TableArn, TableId } });

/** Waits until the table and its indexes are ready: what makes them so runs as soon as it can. */
async function active(name: string, context: ResourceContext): Promise<Description> {
  for (;;) {
    const { Table } = await context.call<{ Table: Description }>('dynamodb', 'DescribeTable', { TableName: name });
    const indexes = Table.GlobalSecondaryIndexes ?? [];
    if (Table.TableStatus === 'ACTIVE' && indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')) return Table;
    await context.sleep(context.now());
  }
}

/** What has operations of its own: time to live, recovery. */
async function settle(name: string, wanted: TableProperties, had: Partial<TableProperties>, context: ResourceContext): Promise<void> {
  const ttl = wanted.TimeToLiveSpecification;
  const oldTtl = had.TimeToLiveSpecification;
  if (!same(ttl, oldTtl)) {
    if (oldTtl?.Enabled) await changeTimeToLive(name, false, oldTtl.AttributeName, context);
    if (ttl?.Enabled) await changeTimeToLive(name, true, ttl.AttributeName, context);
  }
  const recovery = wanted.PointInTimeRecoverySpecification;
  if (!same(recovery, had.PointInTimeRecoverySpecification)) {
    const enabled = recovery?.PointInTimeRecoveryEnabled ?? false;
    const days = enabled ? recovery?.RecoveryPeriodInDays : undefined;
    const specification = { PointInTimeRecoveryEnabled: enabled, ...(days !== undefined && { RecoveryPeriodInDays: days }) };
    await context.call('dynamodb', 'UpdateContinuousBackups', { TableName: name, PointInTimeRecoverySpecification: specification });
  }
}

async function changeTimeToLive(name: string, enabled: boolean, attribute: string | undefined, context: ResourceContext): Promise<void> {
  const specification = { Enabled: enabled, AttributeName: attribute };
  const read = () => context.call<{ TimeToLiveDescription: { TimeToLiveStatus: string; AttributeName?: string } }>('dynamodb', 'DescribeTimeToLive', { TableName: name });
  const { TimeToLiveDescription: now } = await read();
  const reached = enabled ? 'ENABLED' : 'DISABLED';
  // An interrupted step may have done it already.
  if (now.TimeToLiveStatus !== reached) await context.call('dynamodb', 'UpdateTimeToLive', { TableName: name, TimeToLiveSpecification: specification });
  while ((await read()).TimeToLiveDescription.TimeToLiveStatus !== reached) await context.sleep(context.now());
}

export async function updateTable(name: string, wanted: TableProperties, had: TableProperties, context: ResourceContext): Promise<Provisioned> {
  refuseInsights(wanted);
  const input = tableChanges(wanted, had);
  const indexUpdates = indexChanges(wanted, had);
  if (indexUpdates.length > 0) {
    input.GlobalSecondaryIndexUpdates = indexUpdates;
    if (indexUpdates.some((update) => 'Create' in update)) input.AttributeDefinitions = wanted.AttributeDefinitions;
  }
  if (Object.keys(input).length > 0) {
    await context.call('dynamodb', 'UpdateTable', { TableName: name, ...input });
    await active(name, context);
  }
  await settle(name, wanted, had, context);
  const description = await active(name, context);
  await changeTags(description.TableArn, wanted, had, context);
  await changePolicy(description.TableArn, wanted, had, context);
  return provisioned(name, description);
}

function tableChanges(wanted: TableProperties, had: TableProperties): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  const billing = wanted.BillingMode ?? 'PROVISIONED';
  if (billing !== (had.BillingMode ?? 'PROVISIONED')) input.BillingMode = billing;
  if (billing === 'PROVISIONED' && (input.BillingMode !== undefined || !same(wanted.ProvisionedThroughput, had.ProvisionedThroughput))) {
    input.ProvisionedThroughput = wanted.ProvisionedThroughput;
  }
  if (!same(wanted.OnDemandThroughput, had.OnDemandThroughput) && billing === 'PAY_PER_REQUEST') {
    input.OnDemandThroughput = wanted.OnDemandThroughput ?? { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 };
  }
  if (!same(wanted.WarmThroughput, had.WarmThroughput) && wanted.WarmThroughput) input.WarmThroughput = wanted.WarmThroughput;
  if (!same(wanted.SSESpecification, had.SSESpecification)) input.SSESpecification = encryption(wanted) ?? { Enabled: false };
  const tableClass = wanted.TableClass ?? 'STANDARD';
  if (tableClass !== (had.TableClass ?? 'STANDARD')) input.TableClass = tableClass;
  const isProtected = wanted.DeletionProtectionEnabled ?? false;
  if (isProtected !== (had.DeletionProtectionEnabled ?? false)) input.DeletionProtectionEnabled = isProtected;
  return input;
}

/** CloudFormation makes or deletes one index in an update, and changes of an index nothing but its capacity. */
function indexChanges(wanted: TableProperties, had: TableProperties): Record<string, object>[] {
  const updates: Record<string, object>[] = [];
  const before = new Map((had.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, index]));
  for (const index of wanted.GlobalSecondaryIndexes ?? []) {
    const old = before.get(index.IndexName);
    before.delete(index.IndexName);
    if (!old) updates.push({ Create: indexInput(index) });
    else if (!same([index.KeySchema, index.Projection], [old.KeySchema, old.Projection])) {
      throw new AwsError(
        'ValidationException',
        "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. You can create a new GSI with a different name.",
      );
    } else {
      const { IndexName, ProvisionedThroughput, OnDemandThroughput, WarmThroughput } = index;
      const capacity = { ProvisionedThroughput, OnDemandThroughput, WarmThroughput };
      const oldCapacity = { ProvisionedThroughput: old.ProvisionedThroughput, OnDemandThroughput: old.OnDemandThroughput, WarmThroughput: old.WarmThroughput };
      if (!same(capacity, oldCapacity)) updates.push({ Update: { IndexName, ...defined(capacity) } });
    }
  }
  for (const IndexName of before.keys()) updates.push({ Delete: { IndexName } });
  if (updates.filter((update) => !('Update' in update)).length > 1) {
    throw new AwsError('ValidationException', 'Cannot perform more than one GSI creation or deletion in a single update');
  }
  return updates;
}

async function changeTags(arn: string, wanted: TableProperties, had: TableProperties, context: ResourceContext): Promise<void> {
  if (same(wanted.Tags, had.Tags)) return;
  const kept = new Set((wanted.Tags ?? []).map(({ Key }) => Key));
  const gone = (had.Tags ?? []).map(({ Key }) => Key).filter((key) => !kept.has(key));
  if (gone.length > 0) await context.call('dynamodb', 'UntagResource', { ResourceArn: arn, TagKeys: gone });
  if (kept.size > 0) await context.call('dynamodb', 'TagResource', { ResourceArn: arn, Tags: wanted.Tags });
}

async function changePolicy(arn: string, wanted: TableProperties, had: TableProperties, context: ResourceContext): Promise<void> {
  if (same(wanted.ResourcePolicy, had.ResourcePolicy)) return;
  if (!wanted.ResourcePolicy) await context.call('dynamodb', 'DeleteResourcePolicy', { ResourceArn: arn });
  else await context.call('dynamodb', 'PutResourcePolicy', { ResourceArn: arn, Policy: policyText(wanted.ResourcePolicy.PolicyDocument) });
}

export async function deleteTable(name: string, context: ResourceContext): Promise<void> {
  try {
    await context.call('dynamodb', 'DeleteTable', { TableName: name });
    for (;;) {
      await context.call('dynamodb', 'DescribeTable', { TableName: name });
      await context.sleep(context.now());
    }
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
  }
}
