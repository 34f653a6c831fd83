import type { DeleteFunctionEventInvokeConfigCommandInput, DeleteFunctionEventInvokeConfigCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { configPlace, existingConfig } from '../domain/eventInvokeConfig.js';
import { arnOfInput } from '../domain/functionName.js';
import { eventInvokeConfigs } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html */
export const deleteFunctionEventInvokeConfig = operation<DeleteFunctionEventInvokeConfigCommandInput, DeleteFunctionEventInvokeConfigCommandOutput>({
  resource: arnOfInput,
  run(input, ctx) {
    const place = configPlace(ctx, input);
    existingConfig(ctx, place);
    ctx.table(eventInvokeConfigs, place.scope).delete(place.key);
    return {};
  },
});
