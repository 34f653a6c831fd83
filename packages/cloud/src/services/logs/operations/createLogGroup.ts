import type { CreateLogGroupCommandInput, CreateLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { notImplemented } from '../../../kernel/errors.js';
import { groupAccess, groupArn, groupArnOf, groups, putGroup } from '../domain/logGroup.js';
import { withTags } from '../domain/tags.js';
import { groupExists, invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const createLogGroup = operation<CreateLogGroupCommandInput, CreateLogGroupCommandOutput>({
  resource: groupArnOf,
  access: groupAccess('CreateLogGroup'),
  unsupported: ['kmsKeyId'],
  run({ logGroupName, tags = {}, logGroupClass = 'STANDARD', deletionProtectionEnabled: deletionProtected = false }, ctx) {
    const name = logGroupName!;
    if (logGroupClass !== 'STANDARD') throw notImplemented(`log group class ${logGroupClass}`);
    if (ctx.table(groups).has(name)) throw groupExists();
    const checked = withTags({}, tags, () => invalidParameter(`A log group may have at most ${limits.tags.value} tags.`));
    putGroup(ctx, { name, id: ctx.ids.hex(16), arn: groupArn(ctx.scope, name), createdAtMs: ctx.now, tags: checked, deletionProtected });
    return {};
  },
});
