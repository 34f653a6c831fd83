import type { CreateGroupCommandInput, CreateGroupCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { checkNewHolder, holderArn, putHolder } from '../domain/holders.js';
import { uniqueId } from '../domain/identifiers.js';
import { showGroup } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
export const createGroup = operation<CreateGroupCommandInput, CreateGroupCommandOutput>({
  resource: (input, scope) => holderArn('group', scope, input.Path ?? '/', input.GroupName!),
  run(input, ctx) {
    const name = input.GroupName!;
    const path = input.Path ?? '/';
    checkNewHolder(ctx, 'group', name);
    const id = uniqueId(ctx.ids, 'AGPA');
    const group = { name, path, id, arn: holderArn('group', ctx.scope, path, name), createdAtMs: ctx.now, inline: {}, attached: [] };
    putHolder(ctx, 'group', group);
    return { Group: showGroup(group) };
  },
});
