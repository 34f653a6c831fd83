import type { PutItemCommandInput, PutItemCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { tableArn } from '../domain/findTable.js';
import { checkWriteReport, performWrite, writeReport } from '../domain/itemWrites.js';
import { preparePut } from '../domain/prepareWrite.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
export const putItem = operation<PutItemCommandInput, PutItemCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  run(input, ctx) {
    checkWriteReport(input, ['ALL_OLD', 'NONE']);
    const write = performWrite(ctx, input.TableName!, preparePut(input), input.ReturnValuesOnConditionCheckFailure);
    const old = input.ReturnValues === 'ALL_OLD' ? write.before?.item : undefined;
    return { ...(old && { Attributes: old as PutItemCommandOutput['Attributes'] }), ...writeReport(write, input) };
  },
});
