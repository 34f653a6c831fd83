import type { GetMetricDataCommandInput, GetMetricDataCommandOutput, MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { notImplemented } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Answer, Context, Flow } from '../../../kernel/service.js';
import { dimensionsOf } from '../domain/metric.js';
import type { MetricId, Sample, TimeRange } from '../domain/metric.js';
import type { Gauge } from '../domain/metricView.js';
import { buckets, isPeriod, statisticNamed } from '../domain/statistics.js';
import type { Statistic } from '../domain/statistics.js';
import { gaugeOf, readGauge, samplesOf } from '../domain/views.js';
import { validationError } from '../errors.js';
import { limits } from '../limits.js';

type Output = Answer<GetMetricDataCommandOutput>;

/** One query, checked, with what is recorded of its metric or the way to ask for it. */
interface Prepared {
  readonly id: string;
  readonly label: string;
  readonly metric: MetricId;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
  readonly unit: string | undefined;
  readonly returned: boolean;
  readonly samples: readonly Sample[];
  readonly gauge: Gauge | undefined;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const getMetricData = operation<GetMetricDataCommandInput, GetMetricDataCommandOutput>({
  unsupported: ['NextToken', 'MaxDatapoints', 'LabelOptions'],
  run(input, ctx) {
    check(input);
    const range = { fromMs: input.StartTime!.getTime(), toMs: input.EndTime!.getTime() };
    const prepared = input.MetricDataQueries!.map((query, index) => prepare(ctx, query, `MetricDataQueries.member.${index + 1}`, range));
    const points = prepared.reduce((sum, { periodSeconds }) => sum + (range.toMs - range.fromMs) / (periodSeconds * 1000), 0);
    if (points > limits.totalDatapoints.value) {
      throw validationError(`You have requested up to ${Math.ceil(points)} datapoints, which exceeds the limit of ${limits.totalDatapoints.value}.`);
    }
    const answer = (queries: readonly Prepared[]): Output => ({
      MetricDataResults: queries.filter(({ returned }) => returned).map((query) => resultOf(query, range, input.ScanBy, ctx.now)),
      Messages: [],
    });
    if (!prepared.some(({ gauge }) => gauge)) return answer(prepared);
    return ctx.flow(async (flow) => answer(await withGauges(flow, prepared, range)));
  },
});

function check({ MetricDataQueries, StartTime, EndTime }: GetMetricDataCommandInput): void {
  const queries = MetricDataQueries!;
  if (queries.length > limits.queries.value) throw validationError(`The collection MetricDataQueries must not have a size greater than ${limits.queries.value}.`);
  if (StartTime! >= EndTime!) throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) throw validationError('The values for parameter id in MetricDataQueries are not unique.');
}

const idForm = /^[a-z][a-zA-Z0-9_]*$/;

function prepare(ctx: Context, query: MetricDataQuery, path: string, range: TimeRange): Prepared {
  const { Id, Expression, MetricStat, Label, ReturnData, Period, AccountId } = query;
  if (!idForm.test(Id!)) throw validationError(`The value ${Id} for parameter ${path}.Id is not matching the expected pattern ${idForm.source}.`);
  if (Expression !== undefined && MetricStat) throw bothGiven(`${path}.Expression`, `${path}.MetricStat`);
  if (Expression !== undefined) throw notImplemented(`CloudWatch metric math and queries (Expression of ${Id})`);
  if (!MetricStat) throw validationError(`The parameter ${path}.MetricStat is required.`);
  if (Period !== undefined) throw bothGiven(`${path}.Period`, `${path}.MetricStat`);
  if (AccountId !== undefined && AccountId !== ctx.scope.account) throw notImplemented('CloudWatch metrics of another account (AccountId)');
  if (Label?.includes('${')) throw notImplemented(`dynamic labels of CloudWatch metrics (Label of ${Id})`);
  const { Metric, Stat, Unit } = MetricStat;
  if (!isPeriod(MetricStat.Period!)) throw validationError(`The value ${MetricStat.Period} for parameter ${path}.MetricStat.Period is invalid.`);
  const metric = { namespace: Metric!.Namespace ?? '', name: Metric!.MetricName ?? '', dimensions: dimensionsOf(Metric!.Dimensions) };
  const gauge = gaugeOf(ctx, metric);
  return {
    id: Id!,
    label: Label ?? metric.name,
    metric,
    statistic: statisticNamed(Stat!, `${path}.MetricStat.Stat`),
    periodSeconds: MetricStat.Period!,
    unit: Unit,
    returned: ReturnData !== false,
    // The start is rounded down: what lies before it may count.
    samples: gauge ? [] : samplesOf(ctx, metric, { ...range, fromMs: range.fromMs - 3_600_000 }),
    gauge,
  };
}

const bothGiven = (first: string, second: string) =>
  validationError(`The parameters ${first} and ${second} are mutually exclusive and you have specified both.`);

const withGauges = (flow: Flow, prepared: readonly Prepared[], range: TimeRange): Promise<Prepared[]> =>
  Promise.all(prepared.map(async (query) => (query.gauge ? { ...query, samples: await readGauge(flow, query.gauge, range) } : query)));

function resultOf(query: Prepared, range: TimeRange, scanBy: string | undefined, nowMs: number): MetricDataResult {
  const { id, label, unit, statistic, periodSeconds } = query;
  const samples = unit === undefined ? query.samples : query.samples.filter((sample) => sample.unit === unit);
  const points = buckets(samples, range, periodSeconds, nowMs).flatMap(({ startMs, samples: held }) => {
    const value = statistic(held);
    return value === undefined ? [] : [{ startMs, value }];
  });
  if (scanBy !== 'TimestampAscending') points.reverse();
  return {
    Id: id,
    Label: label,
    Timestamps: points.map(({ startMs }) => new Date(startMs)),
    Values: points.map(({ value }) => value),
    StatusCode: 'Complete',
  };
}
