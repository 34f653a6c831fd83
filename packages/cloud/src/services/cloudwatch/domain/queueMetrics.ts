import { parseArn } from '../../../kernel/identity.js';
import type { JournalRecord } from '../../../kernel/journal.js';
import { hasDimensions } from './metricView.js';
import type { Gauge, MetricView, ViewSource } from './metricView.js';
import { sampleOf } from './metric.js';
import type { MetricId, Sample, TimeRange } from './metric.js';

const namespace = 'AWS/SQS';

/** What one call did to messages; a metric's samples out of it. */
type Counter = (record: JournalRecord) => readonly number[];

/**
 * SQS says in a call's detail how many messages it was about (`messages`) and, of those sent, the bytes of each (`sizes`).
 * A call that says nothing was about the one message that its name means.
 */
const messages = (record: JournalRecord, otherwise: number): number => (typeof record.detail?.messages === 'number' ? record.detail.messages : otherwise);

const sizes = ({ detail }: JournalRecord): readonly number[] => (Array.isArray(detail?.sizes) ? (detail.sizes as number[]) : []);

const isSend = ({ operation }: JournalRecord): boolean => operation === 'SendMessage' || operation === 'SendMessageBatch';
const isDelete = ({ operation }: JournalRecord): boolean => operation === 'DeleteMessage' || operation === 'DeleteMessageBatch';

/** Messages that a receive returned are the further causes of its record. */
const received = (record: JournalRecord): number => messages(record, record.links?.length ?? 0);

const positive = (count: number): readonly number[] => (count > 0 ? [count] : []);

const counters: Readonly<Record<string, { readonly unit: string; readonly count: Counter }>> = {
  NumberOfMessagesSent: { unit: 'Count', count: (record) => (isSend(record) ? positive(messages(record, Math.max(1, sizes(record).length))) : []) },
  SentMessageSize: { unit: 'Bytes', count: (record) => (isSend(record) ? sizes(record) : []) },
  NumberOfMessagesReceived: { unit: 'Count', count: (record) => (record.operation === 'ReceiveMessage' ? positive(received(record)) : []) },
  NumberOfEmptyReceives: { unit: 'Count', count: (record) => (record.operation === 'ReceiveMessage' && received(record) === 0 ? [1] : []) },
  NumberOfMessagesDeleted: { unit: 'Count', count: (record) => (isDelete(record) ? positive(messages(record, 1)) : []) },
};

/** Metrics that tell a state: only SQS knows it, and only that of this moment. */
const gauges: Readonly<Record<string, string>> = {
  ApproximateNumberOfMessagesVisible: 'ApproximateNumberOfMessages',
  ApproximateNumberOfMessagesNotVisible: 'ApproximateNumberOfMessagesNotVisible',
  ApproximateNumberOfMessagesDelayed: 'ApproximateNumberOfMessagesDelayed',
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export const queueMetrics: MetricView = {
  namespace,
  *list(source, range) {
    const queues = new Set<string>();
    for (const record of calls(source, range)) queues.add(nameOf(record));
    const names = [...Object.keys(counters), ...Object.keys(gauges)];
    for (const QueueName of queues) for (const name of names) yield { namespace, name, dimensions: { QueueName } };
  },
  samples(source, metric, range) {
    const counter = Object.hasOwn(counters, metric.name) ? counters[metric.name] : undefined;
    if (!counter || !hasDimensions(metric.dimensions, 'QueueName')) return [];
    const samples: Sample[] = [];
    for (const record of calls(source, range)) {
      if (nameOf(record) !== metric.dimensions.QueueName) continue;
      for (const value of counter.count(record)) samples.push(sampleOf(record.endedAtMs, value, counter.unit));
    }
    return samples;
  },
  gauge: (source, metric) => gaugeOf(source, metric),
};

function gaugeOf({ scope }: ViewSource, { name, dimensions }: MetricId): Gauge | undefined {
  const attribute = Object.hasOwn(gauges, name) ? gauges[name] : undefined;
  if (attribute === undefined || !hasDimensions(dimensions, 'QueueName')) return undefined;
  return {
    service: 'sqs',
    operation: 'GetQueueAttributes',
    // SQS reads the account and the name off its end, whatever its host.
    input: { QueueUrl: `http://127.0.0.1:4566/${scope.account}/${dimensions.QueueName}`, AttributeNames: [attribute] },
    unit: 'Count',
    read: ({ Attributes }) => Number((Attributes as Record<string, string>)[attribute]),
  };
}

const nameOf = ({ resource }: JournalRecord): string => parseArn(resource!)!.resource;

/** Calls about a queue that succeeded. */
function* calls({ journal, scope }: ViewSource, range: TimeRange): IterableIterator<JournalRecord> {
  for (const record of journal.records({ ...range, ...scope, service: 'sqs', kind: 'call' })) {
    if (!record.error && record.resource !== undefined && parseArn(record.resource)) yield record;
  }
}
