import type { ListLayersCommandInput, ListLayersCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { describeLayerVersion, isCompatible, layerArn } from '../domain/layer.js';
import { pageOf } from '../domain/paging.js';
import { layerVersions } from '../domain/records.js';
import type { LayerVersionRecord } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListLayers.html */
export const listLayers = operation<ListLayersCommandInput, ListLayersCommandOutput>({
  run(input, ctx) {
    const latest = new Map<string, LayerVersionRecord>();
    for (const [, record] of ctx.table(layerVersions).range()) {
      if (isCompatible(record, input)) latest.set(record.layerName, record);
    }
    const { entries, nextMarker } = pageOf(latest, input);
    return {
      Layers: entries.map((record) => ({
        LayerName: record.layerName,
        LayerArn: layerArn(ctx.scope, record.layerName),
        LatestMatchingVersion: describeLayerVersion(ctx.scope, record),
      })),
      ...(nextMarker !== undefined && { NextMarker: nextMarker }),
    };
  },
});
