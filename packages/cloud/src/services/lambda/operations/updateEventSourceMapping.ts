import type { UpdateEventSourceMappingCommandInput, UpdateEventSourceMappingCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import type { Answer, Context } from '../../../kernel/service.js';
import { putMapping } from '../delivery/queuePollers.js';
import { functionArn } from '../domain/functionName.js';
import { findVersion } from '../domain/lookup.js';
import { applyMapping, describeMapping, mappingArn, refuseForeignMembers } from '../domain/mapping.js';
import { noSuchResource } from '../errors.js';
import { mappings } from '../domain/records.js';
import type { MappingRecord } from '../domain/records.js';
import { checkQueue } from '../sourceQueue.js';

/** Takes effect with the next batch. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html */
export const updateEventSourceMapping = operation<UpdateEventSourceMappingCommandInput, UpdateEventSourceMappingCommandOutput>({
  resource: (input, scope) => mappingArn(scope, input.UUID!),
  unsupported: [
    'DestinationConfig',
    'AmazonManagedKafkaEventSourceConfig',
    'SelfManagedKafkaEventSourceConfig',
    'DocumentDBEventSourceConfig',
    'LoggingConfig',
    'ProvisionedPollerConfig',
  ],
  run(input, ctx) {
    const mapping = change(ctx, input);
    if (input.FunctionName === undefined) return keep(ctx, input, mapping);
    const { version } = findVersion(ctx, input);
    return ctx.flow(async (flow) => {
      await checkQueue(flow, version, mapping.queueArn);
      return flow.transact((inner) => keep(inner, input, change(inner, input)));
    });
  },
});

function change(ctx: Context, input: UpdateEventSourceMappingCommandInput): MappingRecord {
  const before = ctx.table(mappings).get(input.UUID!);
  if (!before) throw noSuchResource();
  refuseForeignMembers(input);
  const { maximumConcurrency: _maximumConcurrency, ...rest } = before;
  const target = input.FunctionName === undefined ? undefined : findVersion(ctx, input);
  return {
    ...rest,
    ...applyMapping(before, input, before.queueArn),
    ...(target && { functionName: target.name, functionArn: functionArn(target.scope, target.name, target.qualifier) }),
    isEnabled: input.Enabled ?? before.isEnabled,
    lastModifiedMs: ctx.now,
    generation: before.generation + 1,
  };
}

function keep(ctx: Context, input: UpdateEventSourceMappingCommandInput, mapping: MappingRecord): Answer<UpdateEventSourceMappingCommandOutput> {
  const wasEnabled = ctx.table(mappings).get(mapping.uuid)!.isEnabled;
  putMapping(ctx, mapping);
  const state = wasEnabled === mapping.isEnabled ? 'Updating' : mapping.isEnabled ? 'Enabling' : 'Disabling';
  return describeMapping(mapping, ctx.scope, input.Enabled === undefined && !mapping.isEnabled ? 'Disabled' : state);
}
