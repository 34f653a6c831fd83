import type { Datapoint, GetMetricStatisticsCommandInput, GetMetricStatisticsCommandOutput, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { operation } from '../../../kernel/service.js';
import { dimensionsOf } from '../domain/metric.js';
import type { Sample } from '../domain/metric.js';
import { buckets, isPeriod, simpleStatistics, statisticNamed } from '../domain/statistics.js';
import type { Statistic } from '../domain/statistics.js';
import { gaugeOf, readGauge, samplesOf } from '../domain/views.js';
import { invalidCombination, invalidValue, missingParameter } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export const getMetricStatistics = operation<GetMetricStatisticsCommandInput, GetMetricStatisticsCommandOutput>({
  run(input, ctx) {
    check(input);
    const extended = new Map((input.ExtendedStatistics ?? []).map((name) => [name, statisticNamed(name, 'ExtendedStatistics')]));
    const metric = { namespace: input.Namespace!, name: input.MetricName!, dimensions: dimensionsOf(input.Dimensions) };
    const range = { fromMs: input.StartTime!.getTime(), toMs: input.EndTime!.getTime() };
    const answer = (samples: readonly Sample[]) => ({ Label: input.MetricName!, Datapoints: datapoints(input, samples, extended, ctx.now) });
    const gauge = gaugeOf(ctx, metric);
    // The start is rounded down: what lies before it may count.
    if (!gauge) return answer(samplesOf(ctx, metric, { ...range, fromMs: range.fromMs - 3_600_000 }));
    return ctx.flow(async (flow) => answer(await readGauge(flow, gauge, range)));
  },
});

function check(input: GetMetricStatisticsCommandInput): void {
  const { Statistics, ExtendedStatistics, Period, StartTime, EndTime } = input;
  if (!Statistics && !ExtendedStatistics) throw missingParameter('Must specify either Statistics or ExtendedStatistics');
  if (!isPeriod(Period!)) throw invalidValue('The parameter Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.');
  if (StartTime! >= EndTime!) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  const points = Math.floor((EndTime!.getTime() - StartTime!.getTime()) / (Period! * 1000));
  if (points > limits.datapoints.value) {
    throw invalidCombination(
      `You have requested up to ${points.toLocaleString('en-US')} datapoints, which exceeds the limit of ${limits.datapoints.value.toLocaleString('en-US')}. ` +
        'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    );
  }
}

/** One for each period and unit that has data. */
function datapoints(input: GetMetricStatisticsCommandInput, samples: readonly Sample[], extended: ReadonlyMap<string, Statistic>, nowMs: number): Datapoint[] {
  const units = input.Unit === undefined ? [...new Set(samples.map(({ unit }) => unit))] : [input.Unit];
  const range = { fromMs: input.StartTime!.getTime(), toMs: input.EndTime!.getTime() };
  return units.flatMap((unit) => {
    const ofUnit = samples.filter((sample) => sample.unit === unit);
    return buckets(ofUnit, range, input.Period!, nowMs).map(({ startMs, samples: held }) => ({
      Timestamp: new Date(startMs),
      ...Object.fromEntries((input.Statistics ?? []).map((name) => [name, simpleStatistics[name]!(held)])),
      Unit: unit as StandardUnit,
      ...(extended.size > 0 && { ExtendedStatistics: extendedValues(extended, held) }),
    }));
  });
}

function extendedValues(extended: ReadonlyMap<string, Statistic>, samples: readonly Sample[]): Record<string, number> {
  const values = [...extended].map(([name, statistic]) => [name, statistic(samples)] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, number] => entry[1] !== undefined));
}
