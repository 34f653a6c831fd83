import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { exclusive, invalidValue, invalidValueOf, missingParameter, tooLarge } from '../errors.js';
import { limits } from '../limits.js';
import type { Sample } from './metric.js';

/**
 * What a datum of PutMetricData says, checked; `path` is its place in the request, as AWS names it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export function sampleOfDatum(datum: MetricDatum, path: string, nowMs: number): Sample {
  const atMs = timeOf(datum, path, nowMs);
  const unit = datum.Unit ?? 'None';
  if (datum.StorageResolution !== undefined && ![1, 60].includes(datum.StorageResolution)) {
    throw invalidValueOf(datum.StorageResolution, `${path}.StorageResolution`);
  }
  checkExclusive(datum, path);
  if (datum.StatisticValues) return { atMs, unit, ...statisticSet(datum.StatisticValues, `${path}.StatisticValues`), values: undefined };
  if (datum.Values) return { atMs, unit, ...weighted(datum.Values, datum.Counts, path) };
  if (datum.Value === undefined) throw missingParameter('At least one of the parameters must be specified.');
  const value = checkedValue(datum.Value, `${path}.Value`);
  return { atMs, unit, count: 1, sum: value, minimum: value, maximum: value, values: [[value, 1]] };
}

function checkExclusive({ Value, Values, StatisticValues }: MetricDatum, path: string): void {
  const given = Object.entries({ Value, Values, StatisticValues }).filter(([, value]) => value !== undefined);
  if (given.length > 1) throw exclusive(`${path}.${given[0]![0]}`, `${path}.${given[1]![0]}`);
}

function timeOf({ Timestamp }: MetricDatum, path: string, nowMs: number): number {
  const atMs = Timestamp?.getTime() ?? nowMs;
  if (atMs < nowMs - limits.oldestDatumMs.value) {
    throw invalidValue(`The parameter ${path}.Timestamp must specify a time within the past two weeks.`);
  }
  if (atMs > nowMs + limits.newestDatumMs.value) {
    throw invalidValue(`The parameter ${path}.Timestamp must specify a time no more than two hours in the future.`);
  }
  return Math.floor(atMs);
}

function checkedValue(value: number, path: string): number {
  if (!Number.isFinite(value) || Math.abs(value) > limits.largestValue.value) throw invalidValueOf(value, path);
  return value;
}

function statisticSet(set: NonNullable<MetricDatum['StatisticValues']>, path: string): Pick<Sample, 'count' | 'sum' | 'minimum' | 'maximum'> {
  const { SampleCount, Sum, Minimum, Maximum } = set;
  for (const [name, value] of Object.entries({ SampleCount, Sum, Minimum, Maximum })) checkedValue(value!, `${path}.${name}`);
  if (Maximum! < Minimum!) throw invalidValue(`The parameter ${path}.Maximum must be greater than or equal to ${path}.Minimum.`);
  if (SampleCount! <= 0) throw invalidValueOf(SampleCount, `${path}.SampleCount`);
  return { count: SampleCount!, sum: Sum!, minimum: Minimum!, maximum: Maximum! };
}

function weighted(values: readonly number[], counts: readonly number[] | undefined, path: string): Omit<Sample, 'atMs' | 'unit'> {
  if (values.length > limits.valuesPerDatum.value) throw tooLarge(`${path}.Values`, limits.valuesPerDatum.value);
  if (values.length === 0) throw missingParameter('At least one of the parameters must be specified.');
  if (counts && counts.length !== values.length) {
    throw invalidValue(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`);
  }
  const pairs = values.map((value, i) => {
    const count = counts?.[i] ?? 1;
    if (!(count > 0) || !Number.isFinite(count)) throw invalidValueOf(count, `${path}.Counts.member.${i + 1}`);
    return [checkedValue(value, `${path}.Values.member.${i + 1}`), count] as const;
  });
  return {
    count: pairs.reduce((sum, [, count]) => sum + count, 0),
    sum: pairs.reduce((sum, [value, count]) => sum + value * count, 0),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    values: pairs,
  };
}
