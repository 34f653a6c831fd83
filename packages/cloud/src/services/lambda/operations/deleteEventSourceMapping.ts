import type { DeleteEventSourceMappingCommandInput, DeleteEventSourceMappingCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { removeMapping } from '../delivery/queuePollers.js';
import { describeMapping, mappingArn } from '../domain/mapping.js';
import { noSuchResource } from '../errors.js';
import { mappings } from '../domain/records.js';

/** Batches under way are finished. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html */
export const deleteEventSourceMapping = operation<DeleteEventSourceMappingCommandInput, DeleteEventSourceMappingCommandOutput>({
  resource: (input, scope) => mappingArn(scope, input.UUID!),
  run(input, ctx) {
    const mapping = ctx.table(mappings).get(input.UUID!);
    if (!mapping) throw noSuchResource();
    removeMapping(ctx, mapping.uuid);
    return describeMapping(mapping, ctx.scope, 'Deleting');
  },
});
