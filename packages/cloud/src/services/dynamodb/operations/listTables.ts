import type { ListTablesCommandInput, ListTablesCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { tables } from '../domain/table.js';

const mostAtOnce = 100;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
export const listTables = operation<ListTablesCommandInput, ListTablesCommandOutput>({
  run({ ExclusiveStartTableName: after, Limit = mostAtOnce }, ctx) {
    const names: string[] = [];
    for (const [name] of ctx.table(tables).range({ ...(after !== undefined && { after }), limit: Limit + 1 })) names.push(name);
    const page = names.slice(0, Limit);
    return { TableNames: page, ...(names.length > Limit && { LastEvaluatedTableName: page[page.length - 1] }) };
  },
});
