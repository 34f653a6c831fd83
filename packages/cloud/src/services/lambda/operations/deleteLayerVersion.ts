import type { DeleteLayerVersionCommandInput, DeleteLayerVersionCommandOutput } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { layerArnOfInput, layerReference } from '../domain/layer.js';
import { layerVersions } from '../domain/records.js';

/** Functions that use it keep it. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html */
export const deleteLayerVersion = operation<DeleteLayerVersionCommandInput, DeleteLayerVersionCommandOutput>({
  resource: layerArnOfInput,
  run(input, ctx) {
    const { name, scope } = layerReference(input.LayerName!, ctx.scope);
    ctx.table(layerVersions, scope).delete(key(name, input.VersionNumber!));
    return {};
  },
});
