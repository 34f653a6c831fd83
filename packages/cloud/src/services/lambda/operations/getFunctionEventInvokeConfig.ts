import type { GetFunctionEventInvokeConfigCommandInput, GetFunctionEventInvokeConfigCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { configPlace, describeConfig, existingConfig } from '../domain/eventInvokeConfig.js';
import { arnOfInput } from '../domain/functionName.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html */
export const getFunctionEventInvokeConfig = operation<GetFunctionEventInvokeConfigCommandInput, GetFunctionEventInvokeConfigCommandOutput>({
  resource: arnOfInput,
  run(input, ctx) {
    const place = configPlace(ctx, input);
    return describeConfig(existingConfig(ctx, place), place.arn);
  },
});
