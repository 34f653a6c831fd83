import type { UpdateItemCommandInput, UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { updatedAttributes } from '../domain/expressions/update.js';
import type { BoundUpdate } from '../domain/expressions/update.js';
import { tableArn } from '../domain/findTable.js';
import type { OneWrite } from '../domain/itemWrites.js';
import { checkWriteReport, performWrite, writeReport } from '../domain/itemWrites.js';
import { prepareUpdate } from '../domain/prepareWrite.js';
import type { Attributes } from '../domain/value.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
export const updateItem = operation<UpdateItemCommandInput, UpdateItemCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  run(input, ctx) {
    checkWriteReport(input);
    const prepared = prepareUpdate(input);
    const write = performWrite(ctx, input.TableName!, prepared, input.ReturnValuesOnConditionCheckFailure);
    const attributes = returned(input.ReturnValues, prepared.update, write);
    return { ...(attributes && { Attributes: attributes as UpdateItemCommandOutput['Attributes'] }), ...writeReport(write, input) };
  },
});

function returned(wanted: string | undefined, update: BoundUpdate, { before, after }: OneWrite): Attributes | undefined {
  switch (wanted) {
    case 'ALL_OLD':
      return before?.item;
    case 'ALL_NEW':
      return after?.item;
    case 'UPDATED_OLD':
      return before && updatedAttributes(update, before.item);
    case 'UPDATED_NEW':
      return after && updatedAttributes(update, after.item);
    default:
      return undefined;
  }
}
