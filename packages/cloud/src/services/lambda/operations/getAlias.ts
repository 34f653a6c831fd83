import type { GetAliasCommandInput, GetAliasCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { describeAlias } from '../domain/alias.js';
import { arnOfInput } from '../domain/functionName.js';
import { findAlias, findFunction } from '../domain/lookup.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const getAlias = operation<GetAliasCommandInput, GetAliasCommandOutput>({
  resource: (input, scope) => arnOfInput({ FunctionName: input.FunctionName, Qualifier: input.Name }, scope),
  run(input, ctx) {
    const found = findFunction(ctx, input);
    return describeAlias(found, findAlias(ctx, found, input.Name!));
  },
});
