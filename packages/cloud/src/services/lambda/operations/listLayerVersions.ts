import type { ListLayerVersionsCommandInput, ListLayerVersionsCommandOutput } from '@aws-sdk/client-lambda';
import { key, prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { describeLayerVersion, isCompatible, layerArnOfInput, layerReference } from '../domain/layer.js';
import { pageOf } from '../domain/paging.js';
import { layerVersions } from '../domain/records.js';

/** The newest first. https://docs.aws.amazon.com/lambda/latest/api/API_ListLayerVersions.html */
export const listLayerVersions = operation<ListLayerVersionsCommandInput, ListLayerVersionsCommandOutput>({
  resource: layerArnOfInput,
  run(input, ctx) {
    const { name, scope } = layerReference(input.LayerName!, ctx.scope);
    const newestFirst = [...ctx.table(layerVersions, scope).range({ prefix: prefix(name) })].map(([, record]) => record).reverse();
    const wanted = newestFirst.filter((record) => isCompatible(record, input)).map((record, i) => [key(i), record] as const);
    const { entries, nextMarker } = pageOf(wanted, input);
    return {
      LayerVersions: entries.map((record) => describeLayerVersion(scope, record)),
      ...(nextMarker !== undefined && { NextMarker: nextMarker }),
    };
  },
});
