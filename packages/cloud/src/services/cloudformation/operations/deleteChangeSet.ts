import type { DeleteChangeSetCommandInput, DeleteChangeSetCommandOutput } from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/service.js';
import { findChangeSet, removeChangeSet } from '../changeSetRecords.js';
import { stackResource } from '../stackRequests.js';

/** One that is not there counts as deleted. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html */
export const deleteChangeSet = operation<DeleteChangeSetCommandInput, DeleteChangeSetCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const set = findChangeSet(ctx, input.ChangeSetName!, input.StackName);
    if (set) removeChangeSet(ctx, set);
    return {};
  },
});
