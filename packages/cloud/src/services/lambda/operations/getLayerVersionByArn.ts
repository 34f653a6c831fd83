import type { GetLayerVersionByArnCommandInput, GetLayerVersionByArnCommandOutput } from '@aws-sdk/client-lambda';
import { parseArn } from '../../../kernel/identity.js';
import { operation } from '../../../kernel/service.js';
import { describeLayerContent, layerVersionByArn } from '../domain/layer.js';
import { noSuchResource } from '../errors.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html */
export const getLayerVersionByArn = operation<GetLayerVersionByArnCommandInput, GetLayerVersionByArnCommandOutput>({
  resource: (input) => input.Arn,
  access: (input) => [{ action: 'lambda:GetLayerVersion', resource: input.Arn! }],
  run(input, ctx) {
    const record = layerVersionByArn(ctx, input.Arn!);
    if (!record) throw noSuchResource();
    const { account, region } = parseArn(input.Arn!)!;
    return describeLayerContent({ account, region }, record);
  },
});
