import type { PublishLayerVersionCommandInput, PublishLayerVersionCommandOutput } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import type { Answer, Context } from '../../../kernel/service.js';
import { operation } from '../../../kernel/service.js';
import { codeAtHand, fetchCode } from '../code.js';
import { codeSource } from '../domain/codeSource.js';
import { describeLayerContent, layerArnOfInput, layerReference } from '../domain/layer.js';
import type { LayerReference } from '../domain/layer.js';
import { invalidParameter } from '../errors.js';
import { layerCounters, layerVersions } from '../domain/records.js';
import type { CodeRecord, LayerVersionRecord } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html */
export const publishLayerVersion = operation<PublishLayerVersionCommandInput, PublishLayerVersionCommandOutput>({
  resource: layerArnOfInput,
  run(input, ctx) {
    const layer = layerReference(input.LayerName!, ctx.scope);
    const source = codeSource(input.Content!, 'PublishLayerVersion');
    if (source.kind === 'directory' || source.kind === 'inline') throw invalidParameter('A layer needs a zip archive.');
    const code = codeAtHand(source, (bytes) => ctx.blobs.put(bytes));
    if (code) return keep(ctx, layer, input, code);
    return ctx.flow(async (flow) => {
      const fetched = await fetchCode(flow, source);
      return flow.transact((inner) => keep(inner, layer, input, fetched));
    });
  },
});

function keep(ctx: Context, { name, scope }: LayerReference, input: PublishLayerVersionCommandInput, code: CodeRecord): Answer<PublishLayerVersionCommandOutput> {
  if (code.kind !== 'package') throw new Error('A layer is a package');
  const version = (ctx.table(layerCounters, scope).get(name) ?? 0) + 1;
  const record: LayerVersionRecord = {
    layerName: name,
    version,
    description: input.Description ?? '',
    hash: code.hash,
    sizeBytes: code.sizeBytes,
    createdAtMs: ctx.now,
    compatibleRuntimes: input.CompatibleRuntimes ?? [],
    compatibleArchitectures: input.CompatibleArchitectures ?? [],
    ...(input.LicenseInfo !== undefined && { licenseInfo: input.LicenseInfo }),
  };
  ctx.table(layerCounters, scope).put(name, version);
  ctx.table(layerVersions, scope).put(key(name, version), record);
  return describeLayerContent(scope, record);
}
