import type { DescribeContinuousBackupsCommandInput, DescribeContinuousBackupsCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { backupTableNotFound } from '../errors.js';
import { describeBackups } from '../domain/continuousBackups.js';
import { checkTableName, findTable, tableArn } from '../domain/findTable.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html */
export const describeContinuousBackups = operation<DescribeContinuousBackupsCommandInput, DescribeContinuousBackupsCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  run({ TableName }, ctx) {
    checkTableName(TableName!);
    const found = findTable(ctx, TableName!);
    if (!found) throw backupTableNotFound(TableName!);
    return { ContinuousBackupsDescription: describeBackups(found.table, ctx.now) };
  },
});
