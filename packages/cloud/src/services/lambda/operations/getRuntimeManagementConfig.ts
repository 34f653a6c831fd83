import type { GetRuntimeManagementConfigCommandInput, GetRuntimeManagementConfigCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { arnOfInput } from '../domain/functionName.js';
import { findVersion } from '../domain/lookup.js';

/** Functions run on the machine's own runtimes. https://docs.aws.amazon.com/lambda/latest/api/API_GetRuntimeManagementConfig.html */
export const getRuntimeManagementConfig = operation<GetRuntimeManagementConfigCommandInput, GetRuntimeManagementConfigCommandOutput>({
  resource: arnOfInput,
  run: (input, ctx) => ({ UpdateRuntimeOn: 'Auto', FunctionArn: findVersion(ctx, input).version.functionArn }),
});
