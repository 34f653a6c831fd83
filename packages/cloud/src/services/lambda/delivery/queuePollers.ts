import { prefix, key, keyParts } from '../../../kernel/collection.js';
import { defineFacility } from '../../../kernel/facility.js';
import type { Cause } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { limits } from '../limits.js';
import { busySince, functions, mappings, pollers } from '../domain/records.js';
import type { MappingRecord } from '../domain/records.js';

/** Which poller of which mapping a task is. */
export interface PollerId {
  readonly uuid: string;
  readonly generation: number;
  readonly number: number;
}

/** Receives that are under way, to be given up when their mapping changes. */
class Waits {
  private readonly controllers = new Map<string, Set<AbortController>>();

  begin(uuid: string): { readonly signal: AbortSignal; end(): void } {
    const controller = new AbortController();
    let all = this.controllers.get(uuid);
    if (!all) this.controllers.set(uuid, (all = new Set()));
    all.add(controller);
    return {
      signal: controller.signal,
      end: () => {
        all.delete(controller);
        if (all.size === 0 && this.controllers.get(uuid) === all) this.controllers.delete(uuid);
      },
    };
  }

  giveUp(uuid: string): void {
    const all = this.controllers.get(uuid);
    this.controllers.delete(uuid);
    for (const controller of all ?? []) controller.abort();
  }
}

export const waits = defineFacility<Waits>({ name: 'lambda.queueWaits', start: () => new Waits() });

/** Keeps a mapping that is new or has changed, and begins to poll with it. */
export function putMapping(ctx: Context, mapping: MappingRecord): void {
  stopPollers(ctx, mapping.uuid);
  ctx.table(mappings).put(mapping.uuid, mapping);
  if (mapping.isEnabled && ctx.table(functions).has(mapping.functionName)) startPoller(ctx, mapping, 0);
}

export function removeMapping(ctx: Context, uuid: string): void {
  stopPollers(ctx, uuid);
  ctx.table(mappings).delete(uuid);
}

/** A function that was created again is served again. */
export function resumeMappings(ctx: Context, functionName: string): void {
  for (const [, mapping] of ctx.table(mappings).range()) {
    if (mapping.functionName === functionName) putMapping(ctx, { ...mapping, generation: mapping.generation + 1 });
  }
}

/** The function is gone: its messages stay in their queues. */
export function pauseMappings(ctx: Context, functionName: string): void {
  for (const [uuid, mapping] of ctx.table(mappings).range()) {
    if (mapping.functionName === functionName) stopPollers(ctx, uuid);
  }
}

function stopPollers(ctx: Context, uuid: string): void {
  for (const [poller] of ctx.table(pollers).range({ prefix: prefix(uuid) })) ctx.table(pollers).delete(poller);
  ctx.table(busySince).delete(uuid);
  ctx.facility(waits).giveUp(uuid);
}

function startPoller(ctx: Context, { uuid, generation }: MappingRecord, number: number): void {
  ctx.table(pollers).put(key(uuid, number), { isListening: true });
  ctx.schedule('pollQueue', ctx.now, { uuid, generation, number } satisfies PollerId, { cause: newTrace(ctx) });
}

/** Polling is nobody's effect: each poller has a trace of its own. What it delivers belongs to the messages' traces. */
function newTrace(ctx: Context): Cause {
  const seconds = Math.floor(ctx.now / 1000).toString(16).padStart(8, '0');
  return { traceId: `1-${seconds}-${ctx.ids.hex(24)}`, spanId: ctx.ids.hex(16) };
}

/** The mapping to listen for; undefined where this poller is out of date or another listens already. */
export function beginListening(ctx: Context, id: PollerId): MappingRecord | undefined {
  const mapping = ctx.table(mappings).get(id.uuid);
  if (!mapping || mapping.generation !== id.generation || !mapping.isEnabled) return undefined;
  const isSuperfluous = pollersOf(ctx, id.uuid).some(({ number, isListening }) => number !== id.number && isListening);
  if (isSuperfluous || !ctx.table(functions).has(mapping.functionName)) {
    ctx.table(pollers).delete(key(id.uuid, id.number));
    return undefined;
  }
  ctx.table(pollers).put(key(id.uuid, id.number), { isListening: true });
  return mapping;
}

/** This poller has a batch; another takes its place at the queue while the mapping may have more at the same time. */
export function beginWorking(ctx: Context, mapping: MappingRecord, id: PollerId): void {
  if (ctx.table(mappings).get(id.uuid)?.generation !== id.generation) return;
  ctx.table(pollers).put(key(id.uuid, id.number), { isListening: false });
  const all = pollersOf(ctx, id.uuid);
  if (all.length === 1) ctx.table(busySince).put(id.uuid, ctx.now);
  if (all.some(({ isListening }) => isListening) || all.length >= mostPollers(ctx, mapping)) return;
  const taken = new Set(all.map(({ number }) => number));
  let free = 0;
  while (taken.has(free)) free++;
  startPoller(ctx, mapping, free);
}

/** Five batches at first, 300 more each minute. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
function mostPollers(ctx: Context, { uuid, maximumConcurrency }: MappingRecord): number {
  const { queueBatches, queueBatchesAtFirst, queueBatchesMorePerMinute } = limits;
  const minutes = Math.floor((ctx.now - (ctx.table(busySince).get(uuid) ?? ctx.now)) / 60_000);
  const scaled = Math.min(queueBatches.value, queueBatchesAtFirst.value + minutes * queueBatchesMorePerMinute.value);
  return Math.min(maximumConcurrency ?? queueBatches.value, scaled);
}

function pollersOf(ctx: Context, uuid: string): { readonly number: number; readonly isListening: boolean }[] {
  return [...ctx.table(pollers).range({ prefix: prefix(uuid) })].map(([poller, { isListening }]) => ({
    number: Number(keyParts(poller)[1]),
    isListening,
  }));
}
