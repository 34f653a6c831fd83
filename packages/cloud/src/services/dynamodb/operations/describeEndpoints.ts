import type { DescribeEndpointsCommandInput, DescribeEndpointsCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html */
export const describeEndpoints = operation<DescribeEndpointsCommandInput, DescribeEndpointsCommandOutput>({
  run: (_input, ctx) => ({
    Endpoints: [{ Address: `dynamodb.${ctx.scope.region}.amazonaws.com`, CachePeriodInMinutes: limits.endpointCacheMinutes.value }],
  }),
});
