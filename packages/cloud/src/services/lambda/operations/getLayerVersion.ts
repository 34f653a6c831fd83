import type { GetLayerVersionCommandInput, GetLayerVersionCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { describeLayerContent, existingLayerVersion, layerArnOfInput, layerReference } from '../domain/layer.js';

/** Without `Content.Location`: the layer cannot be downloaded. https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html */
export const getLayerVersion = operation<GetLayerVersionCommandInput, GetLayerVersionCommandOutput>({
  resource: layerArnOfInput,
  run(input, ctx) {
    const layer = layerReference(input.LayerName!, ctx.scope);
    return describeLayerContent(layer.scope, existingLayerVersion(ctx, layer, input.VersionNumber!));
  },
});
