import type { GetFunctionCodeSigningConfigCommandInput, GetFunctionCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { unqualifiedArnOfInput } from '../domain/functionName.js';
import { findFunction } from '../domain/lookup.js';

/** No function has one: CodeSigningConfigArn cannot be given. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionCodeSigningConfig.html */
export const getFunctionCodeSigningConfig = operation<GetFunctionCodeSigningConfigCommandInput, GetFunctionCodeSigningConfigCommandOutput>({
  resource: unqualifiedArnOfInput,
  run: (input, ctx) => ({ FunctionName: findFunction(ctx, input).name, CodeSigningConfigArn: undefined }),
});
