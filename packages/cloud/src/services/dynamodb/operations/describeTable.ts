import type { DescribeTableCommandInput, DescribeTableCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { tableNotFound } from '../errors.js';
import { checkTableName, findTable, tableArn } from '../domain/findTable.js';
import { describeTable as description } from '../domain/tableDescription.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html */
export const describeTable = operation<DescribeTableCommandInput, DescribeTableCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  run({ TableName }, ctx) {
    checkTableName(TableName!);
    const found = findTable(ctx, TableName!);
    if (!found) throw tableNotFound(TableName!);
    return { Table: description(found.tx, found.scope, found.table) };
  },
});
