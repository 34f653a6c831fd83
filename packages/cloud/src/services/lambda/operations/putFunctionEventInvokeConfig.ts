import type { PutFunctionEventInvokeConfigCommandInput, PutFunctionEventInvokeConfigCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { applyConfig, configPlace, describeConfig } from '../domain/eventInvokeConfig.js';
import { arnOfInput } from '../domain/functionName.js';
import { eventInvokeConfigs } from '../domain/records.js';

/** Replaces what was there. https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const putFunctionEventInvokeConfig = operation<PutFunctionEventInvokeConfigCommandInput, PutFunctionEventInvokeConfigCommandOutput>({
  resource: arnOfInput,
  run(input, ctx) {
    const place = configPlace(ctx, input);
    const config = applyConfig({}, input, place, ctx.now);
    ctx.table(eventInvokeConfigs, place.scope).put(place.key, config);
    return describeConfig(config, place.arn);
  },
});
