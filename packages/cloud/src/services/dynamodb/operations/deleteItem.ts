import type { DeleteItemCommandInput, DeleteItemCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { tableArn } from '../domain/findTable.js';
import { checkWriteReport, performWrite, writeReport } from '../domain/itemWrites.js';
import { prepareDelete } from '../domain/prepareWrite.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export const deleteItem = operation<DeleteItemCommandInput, DeleteItemCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  run(input, ctx) {
    checkWriteReport(input, ['ALL_OLD', 'NONE']);
    const write = performWrite(ctx, input.TableName!, prepareDelete(input), input.ReturnValuesOnConditionCheckFailure);
    const old = input.ReturnValues === 'ALL_OLD' ? write.before?.item : undefined;
    return { ...(old && { Attributes: old as DeleteItemCommandOutput['Attributes'] }), ...writeReport(write, input) };
  },
});
