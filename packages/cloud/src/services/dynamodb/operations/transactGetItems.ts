import type { ItemResponse, TransactGetItemsCommandInput, TransactGetItemsCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { validation } from '../errors.js';
import { limits } from '../limits.js';
import { readUnits } from '../domain/capacity.js';
import { checkTableName, openTable, tableArn } from '../domain/findTable.js';
import { lookupKey } from '../domain/itemKey.js';
import { boundProjection, requestPlaceholders } from '../domain/itemRequest.js';
import { readAttributes } from '../domain/readValue.js';
import { items } from '../domain/table.js';
import { takeCapacity } from '../domain/throttle.js';
import { TransactionUsage, locate } from '../domain/transaction.js';
import type { Attributes } from '../domain/value.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
export const transactGetItems = operation<TransactGetItemsCommandInput, TransactGetItemsCommandOutput>({
  resource: ({ TransactItems }, scope) => tableArn(scope, TransactItems![0]!.Get!.TableName!),
  access: ({ TransactItems }, scope) => TransactItems!.map(({ Get }) => ({ action: 'dynamodb:GetItem', resource: tableArn(scope, Get!.TableName!) })),
  run(input, ctx) {
    const gets = input.TransactItems!.map(({ Get }) => {
      const { TableName, ProjectionExpression } = Get!;
      checkTableName(TableName!);
      const placeholders = requestPlaceholders(Get!, { ProjectionExpression });
      const key = readAttributes(Get!.Key as Attributes);
      const projection = boundProjection(ProjectionExpression, placeholders);
      placeholders.checkAllUsed();
      return { tableName: TableName!, key, projection };
    });
    const opened = gets.map(({ tableName, key }) => ({ key, found: openTable(ctx, tableName) }));
    const located = locate(opened.map(({ key, found }) => ({ found, key: () => lookupKey(found.table, key) })));
    const usages = new TransactionUsage('read');
    let bytes = 0;
    const responses = located.map(({ found, itemKey }, at): ItemResponse => {
      const record = found.tx.table(items).get(found.table.tag + itemKey);
      bytes += record?.size ?? 0;
      takeCapacity(found.tx, found.table, 'read', usages.add(found, { table: readUnits(record?.size ?? 0, true) }));
      if (!record) return {};
      const { projection } = gets[at]!;
      const item = projection ? projection.project(record.item) : record.item;
      return Object.keys(item).length > 0 ? { Item: item as ItemResponse['Item'] } : {};
    });
    if (bytes > limits.transactionBytes.value) throw validation('Collective item size in a transaction exceeds limit');
    ctx.annotate({ readUnits: usages.total });
    const capacity = usages.report(input.ReturnConsumedCapacity);
    return { Responses: responses, ...(capacity && { ConsumedCapacity: capacity }) };
  },
});
