import type { DescribeTimeToLiveCommandInput, DescribeTimeToLiveCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { tableNotFound } from '../errors.js';
import { checkTableName, findTable, tableArn } from '../domain/findTable.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
export const describeTimeToLive = operation<DescribeTimeToLiveCommandInput, DescribeTimeToLiveCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  run({ TableName }, ctx) {
    checkTableName(TableName!);
    const found = findTable(ctx, TableName!);
    if (!found) throw tableNotFound(TableName!);
    const { timeToLive } = found.table;
    if (!timeToLive) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
    return { TimeToLiveDescription: { TimeToLiveStatus: timeToLive.status, AttributeName: timeToLive.attribute } };
  },
});
