import type { Event as EventName, FilterRule, NotificationConfiguration, NotificationConfigurationFilter } from '@aws-sdk/client-s3';
import { parseArn } from '../../../kernel/identity.js';
import { invalidArgument } from '../errors.js';

/** Where an event goes besides EventBridge. */
export interface Destination {
  readonly service: 'sqs' | 'sns' | 'lambda';
  readonly arn: string;
  /** Id of the configuration. */
  readonly id: string;
  readonly events: readonly string[];
  readonly filter: NotificationConfigurationFilter | undefined;
}

export function destinationsOf(configuration: NotificationConfiguration | undefined): Destination[] {
  const out: Destination[] = [];
  const add = (service: Destination['service'], arn: string | undefined, item: { Id?: string; Events?: EventName[]; Filter?: NotificationConfigurationFilter }) =>
    out.push({ service, arn: arn ?? '', id: item.Id ?? '', events: item.Events ?? [], filter: item.Filter });
  for (const item of configuration?.QueueConfigurations ?? []) add('sqs', item.QueueArn, item);
  for (const item of configuration?.TopicConfigurations ?? []) add('sns', item.TopicArn, item);
  for (const item of configuration?.LambdaFunctionConfigurations ?? []) add('lambda', item.LambdaFunctionArn, item);
  return out;
}

/** Whether a destination wants an event (`ObjectCreated:Put`) of a key. */
export const wants = (destination: Destination, event: string, key: string): boolean =>
  destination.events.some((name) => coversEvent(name, event)) && passes(destination.filter, key);

/** `s3:ObjectCreated:*` covers `ObjectCreated:Put`. */
export function coversEvent(name: string, event: string): boolean {
  const pattern = name.replace(/^s3:/, '');
  return pattern === event || (pattern.endsWith(':*') && event.startsWith(pattern.slice(0, -1)));
}

const rulesOf = (filter: NotificationConfigurationFilter | undefined): FilterRule[] => filter?.Key?.FilterRules ?? [];

function passes(filter: NotificationConfigurationFilter | undefined, key: string): boolean {
  return rulesOf(filter).every(({ Name, Value }) => {
    if (Name?.toLowerCase() === 'suffix') return key.endsWith(Value ?? '');
    return key.startsWith(Value ?? '');
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
const supportedEvents = new Set([
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated',
  's3:LifecycleExpiration:*',
  's3:LifecycleExpiration:Delete',
  's3:LifecycleExpiration:DeleteMarkerCreated',
  's3:LifecycleTransition',
  's3:ObjectTagging:*',
  's3:ObjectTagging:Put',
  's3:ObjectTagging:Delete',
]);

/** Events that AWS has and that never happen here, where nothing is replicated, restored or lost. */
const neverHappening = /^s3:(ReducedRedundancyLostObject|ObjectRestore:.+|Replication:.+|IntelligentTiering|ObjectAcl:Put)$/;

/** Checks a configuration's events, filters, ARNs and overlaps. Throws InvalidArgument. */
export function checkNotification(configuration: NotificationConfiguration): void {
  const destinations = destinationsOf(configuration);
  for (const destination of destinations) {
    checkEvents(destination);
    checkFilter(destination);
    const arn = parseArn(destination.arn);
    if (arn?.service !== destination.service) {
      throw invalidArgument('The ARN could not be parsed', { sqs: 'Queue', sns: 'Topic', lambda: 'CloudFunction' }[destination.service], destination.arn);
    }
  }
  const ids = destinations.map(({ id }) => id).filter((id) => id !== '');
  if (new Set(ids).size !== ids.length) {
    throw invalidArgument('Same ID used for multiple configurations. IDs must be unique', 'Id', ids.join(','));
  }
  checkOverlaps(destinations);
}

function checkEvents({ events }: Destination): void {
  if (events.length === 0) throw invalidArgument('A specified event is not supported for notifications.', 'Event', undefined);
  for (const event of events) {
    if (!supportedEvents.has(event) && !neverHappening.test(event)) {
      throw invalidArgument('A specified event is not supported for notifications.', 'Event', event);
    }
  }
}

function checkFilter({ filter }: Destination): void {
  const names = rulesOf(filter).map(({ Name }) => Name?.toLowerCase() ?? '');
  for (const name of names) {
    if (name !== 'prefix' && name !== 'suffix') {
      throw invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name', name);
    }
  }
  if (new Set(names).size !== names.length) {
    throw invalidArgument('Cannot specify more than one prefix rule in a filter.', 'FilterRule', names.join(','));
  }
}

const ruleValue = (destination: Destination, name: string): string =>
  rulesOf(destination.filter).find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? '';

/** S3 refuses two configurations that one object could satisfy for one event. */
function checkOverlaps(destinations: readonly Destination[]): void {
  for (const [at, a] of destinations.entries()) {
    for (const b of destinations.slice(at + 1)) {
      const sameEvent = a.events.some((x) => b.events.some((y) => coversEvent(x, y.slice(3)) || coversEvent(y, x.slice(3))));
      const both = (name: string, test: (x: string, y: string) => boolean): boolean => {
        const [x, y] = [ruleValue(a, name), ruleValue(b, name)];
        return test(x, y) || test(y, x);
      };
      if (sameEvent && both('prefix', (x, y) => x.startsWith(y)) && both('suffix', (x, y) => x.endsWith(y))) {
        throw invalidArgument(
          'Configurations overlap. Configurations on the same bucket cannot share a common event type.',
          'Configuration',
          undefined,
        );
      }
    }
  }
}
