import type { UpdateFunctionEventInvokeConfigCommandInput, UpdateFunctionEventInvokeConfigCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { applyConfig, configPlace, describeConfig, existingConfig } from '../domain/eventInvokeConfig.js';
import { arnOfInput } from '../domain/functionName.js';
import { eventInvokeConfigs } from '../domain/records.js';

/** Changes what the input names. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html */
export const updateFunctionEventInvokeConfig = operation<UpdateFunctionEventInvokeConfigCommandInput, UpdateFunctionEventInvokeConfigCommandOutput>({
  resource: arnOfInput,
  run(input, ctx) {
    const place = configPlace(ctx, input);
    const config = applyConfig(existingConfig(ctx, place), input, place, ctx.now);
    ctx.table(eventInvokeConfigs, place.scope).put(place.key, config);
    return describeConfig(config, place.arn);
  },
});
