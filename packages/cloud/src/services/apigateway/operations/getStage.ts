import type { GetStageCommandInput, GetStageCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireStage } from '../domain/lookup.js';
import { showStage } from '../domain/stage.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html */
export const getStage = operation<Checked<GetStageCommandInput, 'restApiId' | 'stageName'>, GetStageCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/stages/${input.stageName}`),
  run: (input, ctx) => showStage(requireStage(ctx, input.restApiId, input.stageName), true),
});
