import type { GetTemplateCommandInput, GetTemplateCommandOutput } from '@aws-sdk/client-cloudformation';
import { planOf } from '../../../deploy/engine/operation.js';
import { operation } from '../../../kernel/service.js';
import { getChangeSet } from '../changeSetRecords.js';
import { anyStack, stackResource } from '../stackRequests.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export const getTemplate = operation<GetTemplateCommandInput, GetTemplateCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const set = input.ChangeSetName === undefined ? undefined : getChangeSet(ctx, input.ChangeSetName, input.StackName);
    const stack = set ? { stackId: set.stackId, stackName: set.stackName, deployment: set.deployment } : anyStack(ctx, input.StackName ?? '');
    const { deployment } = stack;
    if (!deployment) return { StagesAvailable: ['Original', 'Processed'] };
    const { processed } = planOf(ctx, stack, deployment);
    const original = Buffer.from(ctx.blobs.get(deployment.template)!).toString('utf8');
    const wantsProcessed = input.TemplateStage === 'Processed' && processed !== undefined;
    return { TemplateBody: wantsProcessed ? JSON.stringify(processed) : original, StagesAvailable: ['Original', 'Processed'] };
  },
});
