import type { PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { reservedConcurrency, sumReservations } from '../domain/concurrency.js';
import { unqualifiedArnOfInput } from '../domain/functionName.js';
import { findFunction } from '../domain/lookup.js';
import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';
import { functions } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
export const putFunctionConcurrency = operation<PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput>({
  resource: unqualifiedArnOfInput,
  run(input, ctx) {
    const { name, scope, record } = findFunction(ctx, input);
    const reserved = input.ReservedConcurrentExecutions!;
    const others = reservedConcurrency(ctx, scope) - (record.reservedConcurrency ?? 0);
    const minimum = limits.unreservedConcurrencyMinimum.value;
    if (limits.concurrentExecutions.value - others - reserved < minimum) {
      throw invalidParameter(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimum}].`,
      );
    }
    ctx.table(functions, scope).put(name, { ...record, reservedConcurrency: reserved });
    sumReservations(ctx, scope);
    return { ReservedConcurrentExecutions: reserved };
  },
});
