import type { CreateEventSourceMappingCommandInput, EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { notImplemented } from '../../../kernel/errors.js';
import { arn, parseArn } from '../../../kernel/identity.js';
import type { Scope } from '../../../kernel/identity.js';
import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';
import type { MappingRecord } from './records.js';
import { checkFilters } from './eventFilter.js';

type Input = Pick<
  CreateEventSourceMappingCommandInput,
  'BatchSize' | 'MaximumBatchingWindowInSeconds' | 'FilterCriteria' | 'FunctionResponseTypes' | 'ScalingConfig' | 'MetricsConfig' | 'KMSKeyArn'
>;

type Settings = Pick<MappingRecord, 'batchSize' | 'windowSeconds' | 'filters' | 'reportsItemFailures' | 'maximumConcurrency'>;

export const defaultMapping: Settings = { batchSize: 10, windowSeconds: 0, filters: [], reportsItemFailures: false };

/** Members that AWS takes for streams, Kafka, MQ or DocumentDB only. */
const foreignMembers = [
  'StartingPosition',
  'StartingPositionTimestamp',
  'ParallelizationFactor',
  'BisectBatchOnFunctionError',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'TumblingWindowInSeconds',
  'Topics',
  'Queues',
  'SourceAccessConfigurations',
  'SelfManagedEventSource',
] as const;

/** The queue that a mapping reads. Throws for what is no queue. */
export function checkSource(input: Partial<CreateEventSourceMappingCommandInput>, scope: Scope): string {
  const { EventSourceArn: sourceArn } = input;
  if (sourceArn === undefined) {
    if (input.SelfManagedEventSource !== undefined) throw notImplemented('event source mappings from self-managed Kafka');
    throw invalidParameter('Unrecognized event source.');
  }
  const source = parseArn(sourceArn);
  if (!source) throw invalidParameter(`Unrecognized event source, must be kinesis, dynamodb stream or sqs. Unsupported source arn: ${sourceArn}`);
  if (source.service !== 'sqs') throw notImplemented(`event source mappings from ${source.service}`);
  if (source.region !== scope.region) throw invalidParameter(`The queue ${sourceArn} is not in the region ${scope.region} of the function`);
  return sourceArn;
}

export function refuseForeignMembers(input: object): void {
  for (const member of foreignMembers) {
    if ((input as Record<string, unknown>)[member] !== undefined) throw invalidParameter(`${member} is not valid for SQS event sources.`);
  }
}

/** The mapping's settings with what the input says of them. Throws InvalidParameterValueException. */
export function applyMapping(before: Settings, input: Input, queueArn: string): Settings {
  if (input.KMSKeyArn) throw notImplemented('customer keys of event source mappings (KMSKeyArn)');
  if ((input.MetricsConfig?.Metrics?.length ?? 0) > 0) throw notImplemented('metrics of event source mappings (MetricsConfig)');
  const batchSize = input.BatchSize ?? before.batchSize;
  const windowSeconds = input.MaximumBatchingWindowInSeconds ?? before.windowSeconds;
  checkBatching(batchSize, windowSeconds, queueArn.endsWith('.fifo'));
  const maximumConcurrency = input.ScalingConfig === undefined ? before.maximumConcurrency : input.ScalingConfig.MaximumConcurrency;
  return {
    batchSize,
    windowSeconds,
    filters: input.FilterCriteria === undefined ? before.filters : checkFilters(input.FilterCriteria.Filters ?? []),
    reportsItemFailures: input.FunctionResponseTypes === undefined ? before.reportsItemFailures : input.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    ...(maximumConcurrency !== undefined && { maximumConcurrency }),
  };
}

function checkBatching(batchSize: number, windowSeconds: number, isFifo: boolean): void {
  const { fifoQueueBatchSize } = limits;
  if (isFifo && batchSize > fifoQueueBatchSize.value) throw invalidParameter(`Batch size must be less than or equal to ${fifoQueueBatchSize.value} for FIFO queues.`);
  if (isFifo && windowSeconds > 0) throw invalidParameter('Batching window is not supported for FIFO queues.');
  if (batchSize > 10 && windowSeconds === 0) {
    throw invalidParameter('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10');
  }
}

export function describeMapping(mapping: MappingRecord, scope: Scope, state: string): EventSourceMappingConfiguration {
  return {
    UUID: mapping.uuid,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.windowSeconds,
    EventSourceArn: mapping.queueArn,
    ...(mapping.filters.length > 0 && { FilterCriteria: { Filters: mapping.filters.map((pattern) => ({ Pattern: pattern })) } }),
    FunctionArn: mapping.functionArn,
    LastModified: new Date(mapping.lastModifiedMs),
    State: state,
    StateTransitionReason: 'USER_INITIATED',
    FunctionResponseTypes: mapping.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    ...(mapping.maximumConcurrency !== undefined && { ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency } }),
    EventSourceMappingArn: mappingArn(scope, mapping.uuid),
  };
}

export const mappingArn = (scope: Scope, uuid: string): string => arn('lambda', scope, `event-source-mapping:${uuid}`);

export const steadyState = ({ isEnabled }: MappingRecord): string => (isEnabled ? 'Enabled' : 'Disabled');
