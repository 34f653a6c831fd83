import type { UpdateStageCommandInput, UpdateStageCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireDeployment, requireStage } from '../domain/lookup.js';
import { applyStagePatches, showStage, writesLogs } from '../domain/stage.js';
import { accounts, stages } from '../domain/state.js';
import { badRequest } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html */
export const updateStage = operation<Checked<UpdateStageCommandInput, 'restApiId' | 'stageName'>, UpdateStageCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/stages/${input.stageName}`),
  run({ restApiId, stageName, patchOperations }, ctx) {
    const before = requireStage(ctx, restApiId, stageName);
    const stage = { ...applyStagePatches(before, patchOperations), lastUpdatedAtMs: ctx.now };
    if (stage.deploymentId !== before.deploymentId) requireDeployment(ctx, restApiId, stage.deploymentId);
    if (writesLogs(stage) && !ctx.table(accounts).get('')?.cloudwatchRoleArn) {
      throw badRequest('CloudWatch Logs role ARN must be set in account settings to enable logging');
    }
    ctx.table(stages).put(key(restApiId, stageName), stage);
    return showStage(stage, true);
  },
});
