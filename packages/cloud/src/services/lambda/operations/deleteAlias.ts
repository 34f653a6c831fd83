import type { DeleteAliasCommandInput, DeleteAliasCommandOutput } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { arnOfInput } from '../domain/functionName.js';
import { findFunction } from '../domain/lookup.js';
import { aliases, eventInvokeConfigs, policies } from '../domain/records.js';

/** An alias that is gone already counts as deleted. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html */
export const deleteAlias = operation<DeleteAliasCommandInput, DeleteAliasCommandOutput>({
  resource: (input, scope) => arnOfInput({ FunctionName: input.FunctionName, Qualifier: input.Name }, scope),
  run(input, ctx) {
    const found = findFunction(ctx, input);
    ctx.table(aliases, found.scope).delete(key(found.name, input.Name!));
    ctx.table(policies, found.scope).delete(key(found.name, input.Name!));
    ctx.table(eventInvokeConfigs, found.scope).delete(key(found.name, input.Name!));
    return {};
  },
});
