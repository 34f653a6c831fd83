import type { DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import type { LogGroup as SdkLogGroup } from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../../kernel/service.js';
import { notImplemented } from '../../../kernel/errors.js';
import { groupAccess, groupNameOfArn, groups } from '../domain/logGroup.js';
import type { LogGroup } from '../domain/logGroup.js';
import { streamsOf } from '../domain/logStream.js';
import { page } from '../domain/paging.js';
import { invalidParameter } from '../errors.js';

function described(ctx: Context, group: LogGroup): SdkLogGroup {
  let storedBytes = 0;
  for (const stream of streamsOf(ctx, group)) storedBytes += stream.storedBytes;
  return {
    logGroupName: group.name,
    creationTime: group.createdAtMs,
    retentionInDays: group.retentionInDays,
    metricFilterCount: 0,
    arn: `${group.arn}:*`,
    logGroupArn: group.arn,
    logGroupClass: 'STANDARD',
    storedBytes,
    deletionProtectionEnabled: group.deletionProtected,
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const describeLogGroups = operation<DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput>({
  access: (_input, scope) => groupAccess('DescribeLogGroups')({ logGroupName: '' }, scope),
  unsupported: ['accountIdentifiers'],
  run({ logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers, logGroupClass = 'STANDARD', limit, nextToken, includeLinkedAccounts }, ctx) {
    if (includeLinkedAccounts) throw notImplemented('log groups of linked accounts');
    if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
      throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
    }
    const names = logGroupIdentifiers && new Set(logGroupIdentifiers.map((one) => groupNameOfArn(one) ?? one));
    const wanted = (name: string) => (!names || names.has(name)) && name.includes(logGroupNamePattern ?? '') && logGroupClass === 'STANDARD';
    const found = [...ctx.table(groups).range({ prefix: logGroupNamePrefix ?? '' })].filter(([name]) => wanted(name));
    const { items, nextToken: next } = page(found, ([name]) => name, { limit, nextToken });
    return { logGroups: items.map(([, group]) => described(ctx, group)), nextToken: next };
  },
});
