import type { GetFunctionConfigurationCommandInput, GetFunctionConfigurationCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { describeVersion } from '../domain/configuration.js';
import { arnOfInput } from '../domain/functionName.js';
import { findVersion } from '../domain/lookup.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration = operation<GetFunctionConfigurationCommandInput, GetFunctionConfigurationCommandOutput>({
  resource: arnOfInput,
  run(input, ctx) {
    const { version, qualifier } = findVersion(ctx, input);
    return describeVersion(version, qualifier);
  },
});
