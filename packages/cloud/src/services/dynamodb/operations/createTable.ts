import type { CreateTableCommandInput, CreateTableCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { tableExists } from '../errors.js';
import { checkTableName, tableArn } from '../domain/findTable.js';
import { defineTable } from '../domain/tableDefinition.js';
import { describeTable } from '../domain/tableDescription.js';
import { readPolicy } from '../domain/resourcePolicy.js';
import { tables } from '../domain/table.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
export const createTable = operation<CreateTableCommandInput, CreateTableCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  unsupported: ['GlobalTableSourceArn', 'GlobalTableSettingsReplicationMode', 'VectorIndexes'],
  run(input, ctx) {
    checkTableName(input.TableName!);
    const table = defineTable(ctx, input);
    if (ctx.table(tables).has(table.name)) throw tableExists(table.name);
    const policy = input.ResourcePolicy === undefined ? undefined : readPolicy(ctx, input.ResourcePolicy);
    ctx.table(tables).put(table.name, { ...table, ...(policy && { policy }) });
    ctx.schedule('activateTable', ctx.now, { tableName: table.name, tag: table.tag });
    return { TableDescription: describeTable(ctx, ctx.scope, table) };
  },
});
