import type { CreateEventSourceMappingCommandInput, CreateEventSourceMappingCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import type { Answer, Context } from '../../../kernel/service.js';
import { putMapping } from '../delivery/queuePollers.js';
import { applyMapping, checkSource, defaultMapping, describeMapping, refuseForeignMembers } from '../domain/mapping.js';
import { functionArn } from '../domain/functionName.js';
import { findVersion } from '../domain/lookup.js';
import type { FoundVersion } from '../domain/lookup.js';
import { mergeTags } from '../domain/tags.js';
import { conflict } from '../errors.js';
import { mappings } from '../domain/records.js';
import type { MappingRecord } from '../domain/records.js';
import { checkQueue } from '../sourceQueue.js';

/** Reads an SQS queue for a function. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export const createEventSourceMapping = operation<CreateEventSourceMappingCommandInput, CreateEventSourceMappingCommandOutput>({
  unsupported: [
    'DestinationConfig',
    'AmazonManagedKafkaEventSourceConfig',
    'SelfManagedKafkaEventSourceConfig',
    'DocumentDBEventSourceConfig',
    'LoggingConfig',
    'ProvisionedPollerConfig',
  ],
  run(input, ctx) {
    const queueArn = checkSource(input, ctx.scope);
    refuseForeignMembers(input);
    const settings = applyMapping(defaultMapping, input, queueArn);
    const found = findVersion(ctx, input);
    checkNew(ctx, found, queueArn);
    return ctx.flow(async (flow) => {
      await checkQueue(flow, found.version, queueArn);
      return flow.transact((inner) => {
        checkNew(inner, found, queueArn);
        return create(inner, input, found, { ...settings, queueArn });
      });
    });
  },
});

const targetArn = ({ scope, name, qualifier }: FoundVersion): string => functionArn(scope, name, qualifier);

function checkNew(ctx: Context, found: FoundVersion, queueArn: string): void {
  const target = targetArn(found);
  for (const [uuid, mapping] of ctx.table(mappings).range()) {
    if (mapping.queueArn !== queueArn || mapping.functionArn !== target) continue;
    throw conflict(
      `The event source arn (" ${queueArn} ") and function (" ${found.name} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${uuid}`,
    );
  }
}

type Given = Pick<MappingRecord, 'queueArn' | 'batchSize' | 'windowSeconds' | 'filters' | 'reportsItemFailures' | 'maximumConcurrency'>;

function create(ctx: Context, input: CreateEventSourceMappingCommandInput, found: FoundVersion, given: Given): Answer<CreateEventSourceMappingCommandOutput> {
  const mapping: MappingRecord = {
    ...given,
    uuid: ctx.ids.uuid(),
    functionName: found.name,
    functionArn: targetArn(found),
    isEnabled: input.Enabled ?? true,
    lastModifiedMs: ctx.now,
    tags: mergeTags({}, input.Tags ?? {}),
    generation: 1,
  };
  putMapping(ctx, mapping);
  return describeMapping(mapping, ctx.scope, 'Creating');
}
