import type { DescribeTableCommandInput, DescribeTableCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import type { Answer, Context } from '../../../kernel/service.js';
import { tableNotFound } from '../errors.js';
import { checkTableName, findTable, tableArn } from '../domain/findTable.js';
import { describeTable as description } from '../domain/tableDescription.js';

/**
 * A table that changes is described once what is due has been done, so that whoever waits for it sees it ready at once.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
 */
export const describeTable = operation<DescribeTableCommandInput, DescribeTableCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  run({ TableName }, ctx) {
    checkTableName(TableName!);
    const answer = describe(ctx, TableName!);
    if (answer.Table!.TableStatus === 'ACTIVE') return answer;
    return ctx.flow(async (flow) => {
      await flow.sleep(flow.now());
      return flow.transact((later) => describe(later, TableName!));
    });
  },
});

function describe(ctx: Context, tableName: string): Answer<DescribeTableCommandOutput> {
  const found = findTable(ctx, tableName);
  if (!found) throw tableNotFound(tableName);
  return { Table: description(found.tx, found.scope, found.table) };
}
