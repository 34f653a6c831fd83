import type { Scope } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { limits } from '../limits.js';
import { functions, reservations } from './records.js';

/** What functions of this account and region have reserved together. */
export function reservedConcurrency(ctx: Context, scope: Scope): number {
  return ctx.table(reservations, scope).get('total') ?? 0;
}

export const unreservedConcurrency = (ctx: Context, scope: Scope): number => limits.concurrentExecutions.value - reservedConcurrency(ctx, scope);

/** Sums up anew after a function's reservation has changed. */
export function sumReservations(ctx: Context, scope: Scope): void {
  let total = 0;
  for (const [, { reservedConcurrency: reserved }] of ctx.table(functions, scope).range()) total += reserved ?? 0;
  ctx.table(reservations, scope).put('total', total);
}

