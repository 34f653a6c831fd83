import type { ListFunctionEventInvokeConfigsCommandInput, ListFunctionEventInvokeConfigsCommandOutput } from '@aws-sdk/client-lambda';
import { keyParts, prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { describeConfig } from '../domain/eventInvokeConfig.js';
import { functionArn, unqualifiedArnOfInput } from '../domain/functionName.js';
import { findFunction } from '../domain/lookup.js';
import { pageOf } from '../domain/paging.js';
import { eventInvokeConfigs } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html */
export const listFunctionEventInvokeConfigs = operation<ListFunctionEventInvokeConfigsCommandInput, ListFunctionEventInvokeConfigsCommandOutput>({
  resource: unqualifiedArnOfInput,
  run(input, ctx) {
    const { name, scope } = findFunction(ctx, input);
    const described = [...ctx.table(eventInvokeConfigs, scope).range({ prefix: prefix(name) })].map(
      ([key, config]) => [key, describeConfig(config, functionArn(scope, name, keyParts(key)[1]))] as const,
    );
    const { entries, nextMarker } = pageOf(described, input);
    return { FunctionEventInvokeConfigs: [...entries], ...(nextMarker !== undefined && { NextMarker: nextMarker }) };
  },
});
