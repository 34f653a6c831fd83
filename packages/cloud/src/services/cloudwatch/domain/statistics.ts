import { notImplemented } from '../../../kernel/errors.js';
import { invalidValueOf } from '../errors.js';
import type { Sample, TimeRange } from './metric.js';

/** Samples that fall into one period. */
export interface Bucket {
  readonly startMs: number;
  readonly samples: readonly Sample[];
}

/** One number out of the samples of a period; undefined where they do not tell it. */
export type Statistic = (samples: readonly Sample[]) => number | undefined;

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * Samples by period, ascending, without empty periods. The start is rounded down as CloudWatch does: the further back, the
 * coarser. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
export function buckets(samples: readonly Sample[], range: TimeRange, periodSeconds: number, nowMs: number): Bucket[] {
  const startMs = roundedStart(range.fromMs, periodSeconds, nowMs);
  const periodMs = periodSeconds * 1000;
  const byStart = new Map<number, Sample[]>();
  for (const sample of samples) {
    if (sample.atMs < startMs || sample.atMs >= range.toMs) continue;
    const bucketMs = startMs + Math.floor((sample.atMs - startMs) / periodMs) * periodMs;
    const held = byStart.get(bucketMs);
    if (held) held.push(sample);
    else byStart.set(bucketMs, [sample]);
  }
  return [...byStart].sort(([a], [b]) => a - b).map(([bucketMs, held]) => ({ startMs: bucketMs, samples: held }));
}

export function roundedStart(fromMs: number, periodSeconds: number, nowMs: number): number {
  const ageMs = nowMs - fromMs;
  const unitMs = periodSeconds < 60 ? periodSeconds * 1000 : ageMs > 63 * dayMs ? 60 * minuteMs : ageMs > 15 * dayMs ? 5 * minuteMs : minuteMs;
  return Math.floor(fromMs / unitMs) * unitMs;
}

/** 1, 5, 10, 20, 30 or a multiple of 60. */
export const isPeriod = (seconds: number): boolean => [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);

const add = (samples: readonly Sample[], part: 'sum' | 'count'): number => samples.reduce((total, sample) => total + sample[part], 0);

export const simpleStatistics: Readonly<Record<string, Statistic>> = {
  SampleCount: (samples) => add(samples, 'count'),
  Sum: (samples) => add(samples, 'sum'),
  Average: (samples) => add(samples, 'sum') / add(samples, 'count'),
  Minimum: (samples) => samples.reduce((least, { minimum }) => Math.min(least, minimum), Infinity),
  Maximum: (samples) => samples.reduce((most, { maximum }) => Math.max(most, maximum), -Infinity),
};

const percentileForm = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;
const otherForm = /^(?:(?:tm|wm|tc|ts)\d|(?:TM|WM|TC|TS|PR)\(|IQM$)/;

/** A statistic by the name that GetMetricData and ExtendedStatistics take. Throws InvalidParameterValue. */
export function statisticNamed(name: string, parameter: string): Statistic {
  const simple = Object.hasOwn(simpleStatistics, name) ? simpleStatistics[name] : undefined;
  if (simple) return simple;
  const percentile = percentileForm.exec(name);
  if (percentile) return (samples) => percentileOf(samples, Number(percentile[1]));
  if (otherForm.test(name)) throw notImplemented(`the CloudWatch statistic ${name}`);
  throw invalidValueOf(name, parameter);
}

/** Interpolated between the nearest ranks. Not for negative values, nor where single values are not known. */
function percentileOf(samples: readonly Sample[], percent: number): number | undefined {
  const values = samples.flatMap(valuesOf);
  if (values.length === 0 || samples.some((sample) => valuesOf(sample).length === 0) || values.some(([value]) => value < 0)) return undefined;
  values.sort(([a], [b]) => a - b);
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  const rank = (percent / 100) * (total - 1);
  const low = valueAtRank(values, Math.floor(rank));
  const high = valueAtRank(values, Math.ceil(rank));
  return low + (high - low) * (rank - Math.floor(rank));
}

/** A statistic set whose values are all the same is as good as the values. */
const valuesOf = ({ values, minimum, maximum, count }: Sample): readonly (readonly [number, number])[] =>
  values ?? (minimum === maximum ? [[minimum, count]] : []);

function valueAtRank(sorted: readonly (readonly [number, number])[], rank: number): number {
  let before = 0;
  for (const [value, count] of sorted) {
    before += count;
    if (rank < before) return value;
  }
  return sorted[sorted.length - 1]![0];
}
