import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteResourcePolicyCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeResourcePoliciesCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutLogEventsCommand,
  PutLogGroupDeletionProtectionCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { GetLogEventsCommandInput, InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Cloud } from '../../../index.js';

const group = '/aws/lambda/f';
const groupArn = `arn:aws:logs:us-east-1:000000000000:log-group:${group}`;
const day = 86_400_000;

let cloud: Cloud;
let logs: CloudWatchLogsClient;

beforeEach(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  logs = cloud.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
});
afterEach(() => cloud.close());

const refused = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'accepted';
};

const createStream = (logStreamName: string) => logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName }));

const put = (logStreamName: string, logEvents: InputLogEvent[]) => logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents }));

const at = (offsetMs: number, message: string): InputLogEvent => ({ timestamp: cloud.clock.nowMs() + offsetMs, message });

const get = (input: Partial<GetLogEventsCommandInput> = {}) => logs.send(new GetLogEventsCommand({ logGroupName: group, logStreamName: 's', ...input }));

const filter = async (input: object = {}) => {
  const { events, nextToken } = await logs.send(new FilterLogEventsCommand({ logGroupName: group, ...input }));
  return { messages: events!.map(({ message }) => message), nextToken };
};

describe('groups', () => {
  test('are created, described and deleted', async () => {
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/' }));
    expect(logGroups).toEqual([
      {
        arn: `${groupArn}:*`,
        creationTime: cloud.clock.nowMs(),
        deletionProtectionEnabled: false,
        logGroupArn: groupArn,
        logGroupClass: 'STANDARD',
        logGroupName: group,
        metricFilterCount: 0,
        storedBytes: 0,
      },
    ]);
    expect(await refused(logs.send(new CreateLogGroupCommand({ logGroupName: group })))).toBe(
      'ResourceAlreadyExistsException: The specified log group already exists',
    );
    await logs.send(new DeleteLogGroupCommand({ logGroupName: group }));
    expect(await refused(logs.send(new DeleteLogGroupCommand({ logGroupName: group })))).toBe(
      'ResourceNotFoundException: The specified log group does not exist.',
    );
  });

  test('are found by prefix, pattern or identifier, a page at a time', async () => {
    for (const logGroupName of ['b', 'a', 'ab']) await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const names = async (input: object) => (await logs.send(new DescribeLogGroupsCommand(input))).logGroups!.map(({ logGroupName }) => logGroupName);
    expect(await names({ logGroupNamePrefix: 'a' })).toEqual(['a', 'ab']);
    expect(await names({ logGroupNamePattern: 'b' })).toEqual(['/aws/lambda/f', 'ab', 'b'].filter((name) => name.includes('b')));
    expect(await names({ logGroupIdentifiers: ['b', groupArn] })).toEqual([group, 'b']);
    const { logGroups, nextToken } = await logs.send(new DescribeLogGroupsCommand({ limit: 2 }));
    expect([...logGroups!.map(({ logGroupName }) => logGroupName), ...(await names({ limit: 2, nextToken }))]).toEqual([group, 'a', 'ab', 'b']);
    expect(await refused(logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'a', logGroupNamePattern: 'a' })))).toBe(
      'InvalidParameterException: LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  });

  test('one that is protected is not deleted', async () => {
    const protect = (deletionProtectionEnabled: boolean) =>
      logs.send(new PutLogGroupDeletionProtectionCommand({ logGroupIdentifier: groupArn, deletionProtectionEnabled }));
    await protect(true);
    expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups![0]!.deletionProtectionEnabled).toBe(true);
    expect(await refused(logs.send(new DeleteLogGroupCommand({ logGroupName: group })))).toMatch(/^ValidationException: .* deletion protection/);
    await protect(false);
    await logs.send(new DeleteLogGroupCommand({ logGroupName: group }));
  });

  test('what is not there says so', async () => {
    expect(await refused(logs.send(new CreateLogGroupCommand({ logGroupName: 'k', kmsKeyId: 'arn:aws:kms:x' })))).toContain('parameter kmsKeyId');
    expect(await refused(cloud.call('logs', 'StartQuery', { queryString: 'x', startTime: 0, endTime: 1 }))).toContain('CloudWatch Logs StartQuery');
    expect(await refused(cloud.call('logs', 'PutMetricFilter', { logGroupName: group, filterName: 'x', filterPattern: '', metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }] }))).toContain(
      'CloudWatch Logs PutMetricFilter',
    );
  });

  test('tags, through both generations of the API', async () => {
    await logs.send(new TagLogGroupCommand({ logGroupName: group, tags: { a: '1', b: '2' } }));
    await logs.send(new TagResourceCommand({ resourceArn: groupArn, tags: { b: '3', c: '4', d: '5' } }));
    await logs.send(new UntagLogGroupCommand({ logGroupName: group, tags: ['a'] }));
    await logs.send(new UntagResourceCommand({ resourceArn: groupArn, tagKeys: ['d'] }));
    expect((await logs.send(new ListTagsLogGroupCommand({ logGroupName: group }))).tags).toEqual({ b: '3', c: '4' });
    expect((await logs.send(new ListTagsForResourceCommand({ resourceArn: groupArn }))).tags).toEqual({ b: '3', c: '4' });
    const tags = Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`k${i}`, 'v']));
    expect(await refused(logs.send(new TagResourceCommand({ resourceArn: groupArn, tags })))).toMatch(/^TooManyTagsException/);
  });

  test('resource policies', async () => {
    const policyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"es.amazonaws.com"},"Action":"logs:PutLogEvents","Resource":"*"}]}';
    const { resourcePolicy } = await logs.send(new PutResourcePolicyCommand({ policyName: 'p', policyDocument }));
    expect(resourcePolicy).toEqual({ policyName: 'p', policyDocument, lastUpdatedTime: cloud.clock.nowMs(), policyScope: 'ACCOUNT' });
    for (let i = 1; i < 10; i++) await logs.send(new PutResourcePolicyCommand({ policyName: `p${i}`, policyDocument }));
    expect(await refused(logs.send(new PutResourcePolicyCommand({ policyName: 'p10', policyDocument })))).toBe('LimitExceededException: Resource limit exceeded.');
    await logs.send(new DeleteResourcePolicyCommand({ policyName: 'p' }));
    expect((await logs.send(new DescribeResourcePoliciesCommand({}))).resourcePolicies).toHaveLength(9);
    expect(await refused(logs.send(new DeleteResourcePolicyCommand({ policyName: 'p' })))).toBe('ResourceNotFoundException: Policy with name [p] does not exist.');
  });
});

describe('streams', () => {
  test('are created, described and deleted', async () => {
    await createStream('s');
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupIdentifier: groupArn }));
    expect(logStreams).toEqual([{ arn: `${groupArn}:log-stream:s`, creationTime: cloud.clock.nowMs(), logStreamName: 's', storedBytes: 0 }]);
    expect(await refused(createStream('s'))).toBe('ResourceAlreadyExistsException: The specified log stream already exists');
    await logs.send(new DeleteLogStreamCommand({ logGroupName: group, logStreamName: 's' }));
    expect(await refused(get())).toBe('ResourceNotFoundException: The specified log stream does not exist.');
    expect(await refused(get({ logGroupName: 'none' }))).toBe('ResourceNotFoundException: The specified log group does not exist.');
    expect(await refused(logs.send(new DescribeLogStreamsCommand({ logGroupName: group, logGroupIdentifier: group })))).toBe(
      'ValidationException: LogGroup name and LogGroup ARN are mutually exclusive parameters.',
    );
  });

  test('are ordered by name or by their last event, either way, a page at a time', async () => {
    for (const name of ['b', 'a', 'c']) await createStream(name);
    await put('a', [at(-1_000, 'x')]);
    await put('c', [at(-5_000, 'x'), at(-2_000, 'y')]);
    const list = async (input: object): Promise<string[]> => {
      const { logStreams, nextToken } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: group, limit: 2, ...input }));
      const names = logStreams!.map(({ logStreamName }) => logStreamName!);
      return nextToken === undefined ? names : [...names, ...(await list({ ...input, nextToken }))];
    };
    expect(await list({})).toEqual(['a', 'b', 'c']);
    expect(await list({ descending: true })).toEqual(['c', 'b', 'a']);
    expect(await list({ orderBy: 'LastEventTime' })).toEqual(['b', 'c', 'a']);
    expect(await list({ orderBy: 'LastEventTime', descending: true })).toEqual(['a', 'c', 'b']);
    expect(await list({ logStreamNamePrefix: 'b' })).toEqual(['b']);
    const now = cloud.clock.nowMs();
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: group, logStreamNamePrefix: 'c' }));
    expect(logStreams![0]).toMatchObject({ firstEventTimestamp: now - 5_000, lastEventTimestamp: now - 2_000, lastIngestionTime: now });
    expect(await refused(list({ orderBy: 'LastEventTime', logStreamNamePrefix: 'a' }))).toBe(
      'InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.',
    );
  });
});

describe('PutLogEvents', () => {
  beforeEach(() => createStream('s'));

  test('takes what is neither too old nor too new, and says what it left out', async () => {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 5 }));
    const { rejectedLogEventsInfo, nextSequenceToken } = await put('s', [
      at(-15 * day, 'old'),
      at(-6 * day, 'expired'),
      at(-1_000, 'taken'),
      at(7_200_000, 'just taken'),
      at(7_200_001, 'new'),
    ]);
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2, tooNewLogEventStartIndex: 4 });
    expect(nextSequenceToken).toMatch(/^\d{56}$/);
    expect((await get()).events!.map(({ message }) => message)).toEqual(['taken', 'just taken']);
    expect((await put('s', [at(0, 'x')])).rejectedLogEventsInfo).toBeUndefined();
    expect((await put('s', [at(-20 * day, 'x')])).rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 1 });
  });

  test('refuses a batch that is out of order, too long or too large', async () => {
    expect(await refused(put('s', [at(0, 'b'), at(-1, 'a')]))).toBe(
      'InvalidParameterException: Log events in a single PutLogEvents request must be in chronological order.',
    );
    expect(await refused(put('s', [at(-day - 1, 'a'), at(0, 'b')]))).toBe(
      'InvalidParameterException: The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
    const half = 'x'.repeat(600_000);
    expect(await refused(put('s', [at(0, half), at(0, half)]))).toBe('InvalidParameterException: Upload too large: 1200052 bytes exceeds limit of 1048576');
    expect(await refused(put('s', [at(0, 'é'.repeat(524_288))]))).toBe('InvalidParameterException: Log event too large: 1048602 bytes exceeds limit of 1048576');
    expect(await refused(put('s', []))).toMatch(/^InvalidParameterException: 1 validation error detected: .* at 'logEvents' failed/);
    expect(await refused(put('none', [at(0, 'x')]))).toBe('ResourceNotFoundException: The specified log stream does not exist.');
  });

  test('counts what it stores', async () => {
    await put('s', [at(0, 'abc'), at(0, 'é')]);
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups![0]!.storedBytes).toBe(3 + 26 + 2 + 26);
  });
});

describe('GetLogEvents', () => {
  const messages = async (input: Partial<GetLogEventsCommandInput> = {}) => (await get(input)).events!.map(({ message }) => message);

  beforeEach(async () => {
    await createStream('s');
    await put('s', Array.from({ length: 10 }, (_, i) => at(-10_000 + i * 1_000, `m${i}`)));
  });

  test('gives the newest events in the order of time, or the oldest from the head', async () => {
    expect(await messages({ limit: 3 })).toEqual(['m7', 'm8', 'm9']);
    expect(await messages({ limit: 3, startFromHead: true })).toEqual(['m0', 'm1', 'm2']);
    const now = cloud.clock.nowMs();
    // The start is inclusive, the end is not.
    expect(await messages({ startTime: now - 8_000, endTime: now - 5_000 })).toEqual(['m2', 'm3', 'm4']);
    expect((await get({ limit: 1 })).events).toEqual([{ timestamp: now - 1_000, message: 'm9', ingestionTime: now }]);
  });

  test('tokens go forward and back from any page, and stay where nothing follows', async () => {
    const head = await get({ limit: 4, startFromHead: true });
    const next = await get({ limit: 4, startFromHead: true, nextToken: head.nextForwardToken });
    expect(next.events!.map(({ message }) => message)).toEqual(['m4', 'm5', 'm6', 'm7']);
    expect(await messages({ limit: 3, nextToken: next.nextBackwardToken })).toEqual(['m1', 'm2', 'm3']);
    const end = await get({ startFromHead: true, nextToken: next.nextForwardToken });
    const behind = await get({ startFromHead: true, nextToken: end.nextForwardToken });
    expect(behind.events).toEqual([]);
    // The same token again is how AWS says that the end is reached.
    expect(behind.nextForwardToken).toBe(end.nextForwardToken);
    expect(await messages({ limit: 2, nextToken: behind.nextBackwardToken })).toEqual(['m8', 'm9']);
    await put('s', [at(0, 'later')]);
    expect(await messages({ startFromHead: true, nextToken: behind.nextForwardToken })).toEqual(['later']);
    const before = await get({ nextToken: head.nextBackwardToken });
    expect([before.events, before.nextBackwardToken]).toEqual([[], head.nextBackwardToken]);
    expect(head.nextForwardToken).toMatch(/^f\/\d{56}\/s$/);
  });

  test('events of one instant keep the order in which they came', async () => {
    await put('s', [at(0, 'a'), at(0, 'b')]);
    await put('s', [at(0, 'c')]);
    const first = await get({ limit: 11, startFromHead: true });
    expect(await messages({ startFromHead: true, nextToken: first.nextForwardToken })).toEqual(['b', 'c']);
  });

  test('an empty stream has tokens too', async () => {
    await createStream('empty');
    const page = await get({ logStreamName: 'empty' });
    expect(page.events).toEqual([]);
    await put('empty', [at(0, 'first')]);
    expect(await messages({ logStreamName: 'empty', nextToken: page.nextForwardToken })).toEqual(['first']);
  });

  test('a page holds a megabyte', async () => {
    await createStream('big');
    for (let i = 0; i < 3; i++) await put('big', [at(i, String(i).repeat(500_000))]);
    const first = await get({ logStreamName: 'big', startFromHead: true });
    expect(first.events).toHaveLength(2);
    expect(await messages({ logStreamName: 'big', startFromHead: true, nextToken: first.nextForwardToken })).toEqual(['2'.repeat(500_000)]);
  });

  test('a wrong token or limit is refused', async () => {
    expect(await refused(get({ nextToken: 'invalid-token' }))).toBe('InvalidParameterException: The specified nextToken is invalid.');
    expect(await refused(get({ limit: 10_001 }))).toBe(
      "InvalidParameterException: 1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    );
  });
});

describe('FilterLogEvents', () => {
  beforeEach(async () => {
    for (const name of ['one', 'two', 'three']) await createStream(name);
    await put('one', [at(-9_000, 'hello'), at(-6_000, 'hello world'), at(-3_000, '{"level":"ERROR","n":3}')]);
    await put('two', [at(-8_000, 'world'), at(-6_000, 'goodbye world'), at(-2_000, '{"level":"INFO","n":2}')]);
    await put('three', [at(-7_000, 'hello cruel world')]);
  });

  test('gives events of all streams in the order of time', async () => {
    expect((await filter()).messages).toEqual([
      'hello',
      'world',
      'hello cruel world',
      expect.stringMatching(/world$/),
      expect.stringMatching(/world$/),
      '{"level":"ERROR","n":3}',
      '{"level":"INFO","n":2}',
    ]);
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: group, filterPattern: 'cruel' }));
    expect(events).toEqual([
      {
        logStreamName: 'three',
        timestamp: cloud.clock.nowMs() - 7_000,
        message: 'hello cruel world',
        ingestionTime: cloud.clock.nowMs(),
        eventId: expect.stringMatching(/^\d{56}$/) as string,
      },
    ]);
  });

  test('by pattern, stream and time, its end inclusive', async () => {
    const now = cloud.clock.nowMs();
    expect((await filter({ filterPattern: 'hello -cruel' })).messages).toEqual(['hello', 'hello world']);
    expect((await filter({ filterPattern: '{ $.level = "ERROR" || $.n < 3 }' })).messages).toHaveLength(2);
    expect((await filter({ logStreamNames: ['two'], filterPattern: 'world' })).messages).toEqual(['world', 'goodbye world']);
    expect((await filter({ logStreamNamePrefix: 't', startTime: now - 7_000, endTime: now - 6_000 })).messages).toEqual(['hello cruel world', 'goodbye world']);
    expect(await refused(filter({ logStreamNames: ['none'] }))).toBe('ResourceNotFoundException: The specified log stream does not exist.');
    expect(await refused(filter({ filterPattern: '{ $.a' }))).toBe('InvalidParameterException: Invalid filter pattern');
  });

  test('page by page nothing is lost and nothing comes twice', async () => {
    const all = (await filter()).messages;
    for (const limit of [1, 2, 3]) {
      const paged: (string | undefined)[] = [];
      let nextToken: string | undefined;
      do {
        const page = await filter({ limit, nextToken });
        expect(page.messages.length).toBeLessThanOrEqual(limit);
        paged.push(...page.messages);
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      expect(paged).toEqual(all);
    }
    expect(await refused(filter({ nextToken: 'invalid-token' }))).toBe('InvalidParameterException: The specified nextToken is invalid.');
  });
});

describe('retention', () => {
  const events = async () => (await filter()).messages;
  const storedBytes = async () => (await logs.send(new DescribeLogGroupsCommand({}))).logGroups![0]!.storedBytes;

  beforeEach(() => createStream('s'));

  test('events are gone when their time has come, and freed soon after', async () => {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 1 }));
    await put('s', [at(0, 'first')]);
    await cloud.clock.advance(day / 2);
    await put('s', [at(0, 'second')]);
    await cloud.clock.advance(day / 2);
    expect(await events()).toEqual(['first', 'second']);
    await cloud.clock.advance(1);
    expect(await events()).toEqual(['second']);
    expect(await storedBytes()).toBe(6 + 26);
    await cloud.clock.advance(day / 2);
    expect(await events()).toEqual([]);
    await cloud.clock.advance(3_600_000);
    expect(await storedBytes()).toBe(0);
    await put('s', [at(0, 'third')]);
    await cloud.clock.advance(day + 3_600_000);
    expect(await storedBytes()).toBe(0);
  });

  test('without a policy they stay, and a shorter one works at once', async () => {
    await put('s', [at(0, 'x')]);
    await cloud.clock.advance(400 * day);
    expect(await events()).toEqual(['x']);
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 3653 }));
    expect(await events()).toEqual(['x']);
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 30 }));
    expect(await events()).toEqual([]);
    await cloud.settled();
    expect(await storedBytes()).toBe(0);
  });

  test('a policy that is taken away takes its purge with it', async () => {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 1 }));
    await put('s', [at(0, 'x')]);
    await logs.send(new DeleteRetentionPolicyCommand({ logGroupName: group }));
    await cloud.clock.advance(100 * day);
    expect(await events()).toEqual(['x']);
    expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups![0]!.retentionInDays).toBeUndefined();
    expect(cloud.kernel.scheduler.nextDueMs()).toBeUndefined();
  });

  test('only certain numbers of days', async () => {
    expect(await refused(logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 2 })))).toContain(
      "Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7,",
    );
  });

  test('deleting frees everything, however much', async () => {
    for (let i = 0; i < 3; i++) await put('s', Array.from({ length: 1_500 }, (_, n) => at(n, 'x')));
    await logs.send(new DeleteLogGroupCommand({ logGroupName: group }));
    await cloud.settled();
    expect(cloud.kernel.store.tree('logs.events').size + cloud.kernel.store.tree('logs.streams').size).toBe(0);
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
    expect(await events()).toEqual([]);
  });
});
