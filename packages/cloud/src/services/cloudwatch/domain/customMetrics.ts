import { collection, key, keyParts, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { limits } from '../limits.js';
import { metricKey } from './metric.js';
import type { MetricId, Sample, TimeRange } from './metric.js';

/** A metric that somebody has published. */
export interface CustomMetric extends MetricId {
  /** When data came last, epoch milliseconds. */
  readonly lastAtMs: number;
  readonly nextSequence: number;
}

/** By metric. */
export const customMetrics = collection<CustomMetric>('cloudwatch.metrics');
/** By metric, time and sequence; the time is in the key. */
export const customSamples = collection<Omit<Sample, 'atMs'>>('cloudwatch.samples');

/** Expired samples dropped with each new one: more than one, so that they do not pile up. */
const droppedAtOnce = 2;

export function putSample(ctx: Context, metric: MetricId, { atMs, ...sample }: Sample): void {
  const id = metricKey(metric);
  const known = ctx.table(customMetrics).get(id);
  const sequence = known?.nextSequence ?? 0;
  const lastAtMs = Math.max(known?.lastAtMs ?? 0, atMs);
  const { namespace, name, dimensions } = metric;
  ctx.table(customMetrics).put(id, { namespace, name, dimensions, lastAtMs, nextSequence: sequence + 1 });
  const samples = ctx.table(customSamples);
  samples.put(key(id, atMs, sequence), sample);
  for (const [at] of samples.range({ prefix: prefix(id), before: key(oldestKept(ctx)), limit: droppedAtOnce })) samples.delete(at);
}

const oldestKept = (ctx: Context): number => Math.max(0, ctx.now - limits.retentionMs.value);

export function customSamplesOf(ctx: Context, metric: MetricId, { fromMs, toMs }: TimeRange): Sample[] {
  const id = metricKey(metric);
  const range = { prefix: prefix(id), from: key(Math.max(fromMs, oldestKept(ctx), 0)), before: key(Math.max(0, toMs)) };
  return [...ctx.table(customSamples).range(range)].map(([at, sample]) => ({ atMs: Number(keyParts(at)[1]), ...sample }));
}
