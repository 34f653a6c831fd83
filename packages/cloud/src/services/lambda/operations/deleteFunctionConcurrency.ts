import type { DeleteFunctionConcurrencyCommandInput, DeleteFunctionConcurrencyCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { sumReservations } from '../domain/concurrency.js';
import { unqualifiedArnOfInput } from '../domain/functionName.js';
import { findFunction } from '../domain/lookup.js';
import { functions } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html */
export const deleteFunctionConcurrency = operation<DeleteFunctionConcurrencyCommandInput, DeleteFunctionConcurrencyCommandOutput>({
  resource: unqualifiedArnOfInput,
  run(input, ctx) {
    const { name, scope, record } = findFunction(ctx, input);
    const { reservedConcurrency: _given, ...rest } = record;
    ctx.table(functions, scope).put(name, rest);
    sumReservations(ctx, scope);
    return {};
  },
});
