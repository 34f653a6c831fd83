import type { UpdateTimeToLiveCommandInput, UpdateTimeToLiveCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { tableInUse, tableNotFound, validation } from '../errors.js';
import { checkTableName, findTable, tableArn } from '../domain/findTable.js';
import { tables } from '../domain/table.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
export const updateTimeToLive = operation<UpdateTimeToLiveCommandInput, UpdateTimeToLiveCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  run({ TableName, TimeToLiveSpecification }, ctx) {
    checkTableName(TableName!);
    const found = findTable(ctx, TableName!);
    if (!found) throw tableNotFound(TableName!);
    const { table, tx } = found;
    if (table.status !== 'ACTIVE') throw tableInUse(table.name, table.status);
    const { Enabled, AttributeName } = TimeToLiveSpecification!;
    const { timeToLive } = table;
    const on = timeToLive !== undefined && timeToLive.status !== 'DISABLING';
    if (on && timeToLive.attribute !== AttributeName) {
      throw validation(`TimeToLive is active on a different AttributeName: current AttributeName is ${timeToLive.attribute}`);
    }
    if (on === Enabled) throw validation(`TimeToLive is already ${on ? 'enabled' : 'disabled'}`);
    if (timeToLive?.status === 'ENABLING' || timeToLive?.status === 'DISABLING') {
      throw validation('Time to live has been modified multiple times within a fixed interval');
    }
    tx.table(tables).put(table.name, { ...table, timeToLive: { attribute: AttributeName!, status: Enabled ? 'ENABLING' : 'DISABLING' } });
    tx.schedule('settleTimeToLive', ctx.now, { tableName: table.name, tag: table.tag });
    return { TimeToLiveSpecification: { Enabled: Enabled!, AttributeName: AttributeName! } };
  },
});
