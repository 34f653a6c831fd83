import type { DescribeLimitsCommandInput, DescribeLimitsCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html */
export const describeLimits = operation<DescribeLimitsCommandInput, DescribeLimitsCommandOutput>({
  run: () => ({
    AccountMaxReadCapacityUnits: limits.accountCapacityUnits.value,
    AccountMaxWriteCapacityUnits: limits.accountCapacityUnits.value,
    TableMaxReadCapacityUnits: limits.tableCapacityUnits.value,
    TableMaxWriteCapacityUnits: limits.tableCapacityUnits.value,
  }),
});
