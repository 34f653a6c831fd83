import { CreateTableCommand, DynamoDBClient, PutItemCommand, QueryCommand, ScanCommand, paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, QueryCommandInput, ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';
import { Random } from '../../kernel/random.js';

type Item = Record<string, AttributeValue>;
const S = (text: string): AttributeValue => ({ S: text });
const N = (text: string | number): AttributeValue => ({ N: String(text) });

let cloud: Cloud;
let client: DynamoDBClient;

beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  client = cloud.client(DynamoDBClient);
  const schema = (...names: string[]) => names.map((name, at) => ({ AttributeName: name, KeyType: at === 0 ? ('HASH' as const) : ('RANGE' as const) }));
  await client.send(new CreateTableCommand({
    TableName: 'things', BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [['pk', 'S'], ['sk', 'N'], ['g', 'S'], ['l', 'S']].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType: AttributeType as 'S' })),
    KeySchema: schema('pk', 'sk'),
    GlobalSecondaryIndexes: [
      { IndexName: 'all', KeySchema: schema('g', 'l'), Projection: { ProjectionType: 'ALL' } },
      { IndexName: 'keys', KeySchema: schema('g'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
    LocalSecondaryIndexes: [{ IndexName: 'local', KeySchema: schema('pk', 'l'), Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['kept'] } }],
  }));
  await client.send(new CreateTableCommand({ TableName: 'hashed', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }], KeySchema: schema('pk') }));
  await client.send(new CreateTableCommand({
    TableName: 'bulky', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'sk', AttributeType: 'N' }], KeySchema: schema('pk', 'sk'),
  }));
  await client.send(new CreateTableCommand({
    TableName: 'multi', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: ['pk', 'h', 'a', 'b', 'c', 'd'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })), KeySchema: schema('pk'),
    GlobalSecondaryIndexes: [{ IndexName: 'gsi', KeySchema: schema('h', 'a', 'b', 'c', 'd'), Projection: { ProjectionType: 'ALL' } }],
  }));
  await cloud.settled();
  for (let sk = -2; sk <= 7; sk++) {
    await put('things', { pk: S('p'), sk: N(sk), ...(sk % 3 !== 0 && { g: S(`g${sk & 1}`) }), l: S(`l${(sk + 20) % 4}`), kept: N(sk), lost: N(sk) });
  }
});
afterAll(() => cloud.close());

const put = (TableName: string, item: Item) => client.send(new PutItemCommand({ TableName, Item: item }));
const query = (condition: string, values: Item, input: Partial<QueryCommandInput> = {}) =>
  client.send(new QueryCommand({ TableName: 'things', KeyConditionExpression: condition, ExpressionAttributeValues: values, ...input }));
const scan = (input: Partial<ScanCommandInput> = {}) => client.send(new ScanCommand({ TableName: 'things', ...input }));
const numbers = (items: Item[] | undefined) => items!.map(({ sk }) => Number(sk!.N));
const p = { ':p': S('p') };

describe('Query', () => {
  it.each<[string, Item, number[]]>([
    ['pk = :p', {}, [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7]], ['sk > :v AND pk = :p', { ':v': N(5) }, [6, 7]], ['pk = :p AND :v <= sk', { ':v': N('5.0') }, [5, 6, 7]], ['pk = :p AND sk < :v', { ':v': N(-1) }, [-2]],
    ['pk = :p AND sk <= :v', { ':v': N(-1) }, [-2, -1]], ['pk = :p AND sk BETWEEN :a AND :b', { ':a': N(-1), ':b': N('1.5') }, [-1, 0, 1]], ['(pk = :p) AND (sk = :v)', { ':v': N('3e0') }, [3]], ['pk = :p AND sk = :v', { ':v': N(99) }, []],
  ])('%s', async (condition, values, expected) => {
    const { Items, Count, ScannedCount } = await query(condition, { ...p, ...values });
    expect([numbers(Items), Count, ScannedCount]).toEqual([expected, expected.length, expected.length]);
    const backwards = await query(condition, { ...p, ...values }, { ScanIndexForward: false });
    expect(numbers(backwards.Items)).toEqual([...expected].reverse());
  });

  it('filters after reading, projects, counts', async () => {
    const filtered = await query('pk = :p', { ...p, ':v': N(3) }, { FilterExpression: 'kept > :v', ProjectionExpression: 'kept, gone', Limit: 8 });
    expect(filtered).toMatchObject({ Items: [{ kept: N(4) }, { kept: N(5) }], Count: 2, ScannedCount: 8, LastEvaluatedKey: { pk: S('p'), sk: N(5) } });
    const counted = await query('pk = :p', { ...p, ':v': N(3) }, { FilterExpression: 'kept > :v', Select: 'COUNT' });
    expect([counted.Items, counted.Count, counted.ScannedCount]).toEqual([undefined, 4, 10]);
    expect((await query('pk = :p', { ':p': S('nobody') }, { ReturnConsumedCapacity: 'TOTAL' }))).toMatchObject({ Items: [], Count: 0, ConsumedCapacity: { CapacityUnits: 0.5 } });
  });

  it('pages through everything, in either direction, and says so at a full last page', async () => {
    for (const ScanIndexForward of [true, false]) {
      for (const pageSize of [1, 3, 10]) {
        const seen: number[] = [];
        for await (const page of paginateQuery({ client, pageSize }, { TableName: 'things', KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: p, ScanIndexForward })) seen.push(...numbers(page.Items));
        expect(seen).toEqual((ScanIndexForward ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] : [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]).map((n) => n - 2));
      }
    }
    expect((await query('pk = :p', p, { Limit: 10 })).LastEvaluatedKey).toEqual({ pk: S('p'), sk: N(7) });
    expect((await query('pk = :p', p, { Limit: 11 })).LastEvaluatedKey).toBeUndefined();
  });

  it('ends a page before it exceeds 1 MB', async () => {
    for (let sk = 0; sk < 20; sk++) await put('bulky', { pk: S('big'), sk: N(sk), x: S('x'.repeat(60_000)) });
    const first = await query('pk = :p', { ':p': S('big') }, { TableName: 'bulky', ReturnConsumedCapacity: 'TOTAL', ConsistentRead: true });
    expect(first).toMatchObject({ Count: 17, LastEvaluatedKey: { pk: S('big'), sk: N(16) }, ConsumedCapacity: { CapacityUnits: Math.ceil((17 * 60_000 + 17 * 10) / 4096) } });
    expect((await query('pk = :p', { ':p': S('big') }, { TableName: 'bulky', ExclusiveStartKey: first.LastEvaluatedKey })).Count).toBe(3);
  });

  it('reads global indexes: sparse, sorted, with what they hold', async () => {
    const keys = await query('g = :g', { ':g': S('g1') }, { IndexName: 'keys', ReturnConsumedCapacity: 'INDEXES' });
    expect(numbers(keys.Items)).toEqual([-1, 1, 5, 7]);
    expect(keys.Items![0]).toEqual({ pk: S('p'), sk: N(-1), g: S('g1') });
    expect(keys.ConsumedCapacity).toEqual({ TableName: 'things', CapacityUnits: 0.5, Table: { CapacityUnits: 0 }, GlobalSecondaryIndexes: { keys: { CapacityUnits: 0.5 } } });
    const whole = await query('g = :g AND begins_with(l, :l)', { ':g': S('g1'), ':l': S('l1') }, { IndexName: 'all' });
    expect(whole.Items!.map(({ sk, lost }) => [sk, lost])).toEqual([[N(1), N(1)], [N(5), N(5)]]);
  });

  it('reads local indexes, and the table where they lack something', async () => {
    const local = await query('pk = :p AND l = :l', { ...p, ':l': S('l2') }, { IndexName: 'local', ReturnConsumedCapacity: 'INDEXES' });
    expect(local.Items).toEqual([-2, 2, 6].map((sk) => ({ pk: S('p'), sk: N(sk), l: S('l2'), kept: N(sk) })));
    expect(local.ConsumedCapacity).toMatchObject({ CapacityUnits: 0.5, Table: { CapacityUnits: 0 }, LocalSecondaryIndexes: { local: { CapacityUnits: 0.5 } } });
    const fetched = await query('pk = :p AND l = :l', { ...p, ':l': S('l2') }, { IndexName: 'local', Select: 'ALL_ATTRIBUTES', ConsistentRead: true, ReturnConsumedCapacity: 'INDEXES' });
    expect(fetched.Items!.map(({ lost }) => lost)).toEqual([N(-2), N(2), N(6)]);
    expect(fetched.ConsumedCapacity).toMatchObject({ CapacityUnits: 4, Table: { CapacityUnits: 3 }, LocalSecondaryIndexes: { local: { CapacityUnits: 1 } } });
  });

  it('pages through entries of an index that have the same key', async () => {
    const seen: number[] = [];
    for await (const page of paginateQuery({ client, pageSize: 1 }, { TableName: 'things', IndexName: 'keys', KeyConditionExpression: 'g = :g', ExpressionAttributeValues: { ':g': S('g1') } })) {
      seen.push(...numbers(page.Items));
      if (page.LastEvaluatedKey) expect(Object.keys(page.LastEvaluatedKey).sort()).toEqual(['g', 'pk', 'sk']);
    }
    expect(seen).toEqual([-1, 1, 5, 7]);
  });

  it('takes KeyConditions and QueryFilter too', async () => {
    const { Items } = await client.send(new QueryCommand({
      TableName: 'things', KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [S('p')] }, sk: { ComparisonOperator: 'GE', AttributeValueList: [N(3)] } },
      QueryFilter: { g: { ComparisonOperator: 'NOT_NULL' }, kept: { ComparisonOperator: 'LT', AttributeValueList: [N(7)] } }, AttributesToGet: ['sk'],
    }));
    expect(Items).toEqual([{ sk: N(4) }, { sk: N(5) }]);
  });
});

describe('an index with several key attributes', () => {
  const values: Item = { ':h': S('o1'), ':a': S('T'), ':b': S('live'), ':c': S('a'), ':d': S('r'), ':x': S('r1') };
  const items = [['p1', 'T', 'live', 'b', 'r1'], ['p2', 'T', 'live', 'a', 'r2'], ['p3', 'T', 'live', 'a', 'r1'], ['p4', 'T', 'draft', 'c', 'r1'], ['p5', 'F', 'live', 'a', 'r0']];
  const keys = async (condition: string, input: Partial<QueryCommandInput> = {}) => {
    const used = Object.fromEntries(Object.entries(values).filter(([name]) => condition.includes(name)));
    return client.send(new QueryCommand({ TableName: 'multi', IndexName: 'gsi', KeyConditionExpression: condition, ExpressionAttributeValues: used, ...input }));
  };
  beforeAll(async () => {
    for (const [pk, a, b, c, d] of items) await put('multi', { pk: S(pk!), h: S('o1'), a: S(a!), b: S(b!), c: S(c!), d: S(d!) });
    await put('multi', { pk: S('p6'), h: S('o1'), a: S('T'), b: S('live'), d: S('r1') });
  });

  it.each([
    ['h = :h', 'p5 p4 p3 p2 p1'], ['h = :h AND a = :a', 'p4 p3 p2 p1'], ['b = :b AND h = :h AND a = :a', 'p3 p2 p1'], ['h = :h AND a = :a AND b = :b AND c > :c', 'p1'],
    ['h = :h AND a = :a AND b = :b AND c = :c AND begins_with(d, :d)', 'p3 p2'], ['h = :h AND a = :a AND b = :b AND c = :c AND d BETWEEN :x AND :x', 'p3'], ['h = :h AND a = :a AND b < :b', 'p4'],
  ])('%s', async (condition, expected) => {
    expect((await keys(condition)).Items!.map(({ pk }) => pk!.S).join(' ')).toBe(expected);
  });

  it('gives all of them in LastEvaluatedKey, and refuses gaps', async () => {
    expect(Object.keys((await keys('h = :h AND a = :a', { Limit: 2 })).LastEvaluatedKey!).sort()).toEqual(['a', 'b', 'c', 'd', 'h', 'pk']);
    for (const condition of ['h = :h AND a = :a AND c = :c', 'h = :h AND a = :a AND b > :b AND c = :c']) {
      await expect(keys(condition)).rejects.toThrow('RANGE key attributes b must have equality conditions specified in the query because a condition is present on key attribute c');
    }
  });
});

describe('Scan', () => {
  it('reads everything once, whatever the segments and page size', async () => {
    const ids = Array.from({ length: 57 }, (_, i) => `id${i}`);
    for (const id of ids) await put('hashed', { pk: S(id) });
    for (const [TotalSegments, pageSize] of [[1, 10], [4, 3], [7, 100]] as const) {
      const seen: string[] = [];
      for (let Segment = 0; Segment < TotalSegments; Segment++) {
        for await (const page of paginateScan({ client, pageSize }, { TableName: 'hashed', TotalSegments, Segment })) seen.push(...page.Items!.map(({ pk }) => pk!.S!));
      }
      expect(seen.sort()).toEqual([...ids].sort());
    }
    const order = (await scan({ TableName: 'hashed' })).Items;
    expect((await scan({ TableName: 'hashed' })).Items).toEqual(order);
  });

  it('filters, and reads indexes that hold part of the items', async () => {
    const filtered = await scan({ FilterExpression: 'attribute_exists(lost) AND NOT lost < :v', ExpressionAttributeValues: { ':v': N(6) }, ReturnConsumedCapacity: 'TOTAL' });
    expect([numbers(filtered.Items), filtered.Count]).toEqual([[6, 7], 2]);
    expect((await scan({ IndexName: 'keys' })).Items).toHaveLength(7);
    const seen: number[] = [];
    for await (const page of paginateScan({ client, pageSize: 4 }, { TableName: 'things', IndexName: 'all' })) seen.push(...numbers(page.Items));
    expect(seen.sort((a, b) => a - b)).toEqual([-2, -1, 1, 2, 4, 5, 7]);
    expect((await scan({ ScanFilter: { l: { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [S('l2')] } }, AttributesToGet: ['sk'] })).Items).toEqual([-2, 2, 6].map((sk) => ({ sk: N(sk) })));
  });
});

describe('refusals', () => {
  const condition = 'pk = :p';
  it.each<[Partial<QueryCommandInput>, string]>([
    [{ KeyConditionExpression: 'sk = :p' }, 'Query condition missed key schema element: pk'], [{ KeyConditionExpression: 'pk > :p' }, 'Query key condition not supported'], [{ KeyConditionExpression: 'pk = :p AND l = :p' }, 'Query condition missed key schema element: sk'],
    [{ KeyConditionExpression: 'pk = :p AND sk = :p' }, 'One or more parameter values were invalid: Condition parameter type does not match schema type'], [{ KeyConditionExpression: 'pk = :p OR sk = :p' }, 'Invalid operator used in KeyConditionExpression: OR'],
    [{ KeyConditionExpression: 'pk <> :p' }, 'Invalid operator used in KeyConditionExpression: <>'], [{ KeyConditionExpression: 'contains(pk, :p)' }, 'Invalid operator used in KeyConditionExpression: contains'],
    [{ KeyConditionExpression: 'pk = :p AND pk = :p' }, 'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key'], [{ KeyConditionExpression: 'pk = :p AND sk.a = :p' }, 'Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes'],
    [{ KeyConditionExpression: 'pk = :p AND sk > :p AND l = :p' }, 'The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)'], [{ KeyConditionExpression: 'size(pk) = :p' }, 'KeyConditionExpressions cannot contain nested operations'],
    [{ KeyConditionExpression: 'begins_with(:p, pk)' }, 'Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand'],
    [{ KeyConditionExpression: undefined, ExpressionAttributeValues: undefined }, 'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.'],
    [{ FilterExpression: 'sk > :p' }, 'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk'], [{ IndexName: 'nope' }, 'The table does not have the specified index: nope'],
    [{ IndexName: 'all', ConsistentRead: true }, 'Consistent reads are not supported on global secondary indexes'], [{ Select: 'SPECIFIC_ATTRIBUTES' }, 'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES'],
    [{ Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'l' }, 'Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES'], [{ Select: 'COUNT', ProjectionExpression: 'l' }, 'Cannot specify the ProjectionExpression when choosing to get only the Count'],
    [{ Select: 'ALL_PROJECTED_ATTRIBUTES' }, 'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName'], [{ Limit: 0 }, "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"],
    [{ KeyConditionExpression: 'g = :p', IndexName: 'keys', ProjectionExpression: 'kept' }, 'One or more parameter values were invalid: Global secondary index keys does not project [kept]'],
    [{ KeyConditionExpression: 'g = :p', IndexName: 'keys', Select: 'ALL_ATTRIBUTES' }, 'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index keys because its projection type is not ALL'],
    [{ ExclusiveStartKey: { pk: S('p') } }, 'The provided starting key is invalid'], [{ ExclusiveStartKey: { pk: S('p'), sk: S('1') } }, 'The provided key element does not match the schema'],
    [{ ExclusiveStartKey: { pk: S('q'), sk: N(1) } }, 'The provided starting key is outside query boundaries based on provided conditions'], [{ ExclusiveStartKey: { pk: S('p'), sk: N('x') } }, 'The provided starting key is invalid: The parameter cannot be converted to a numeric value: x'],
  ])('Query %o', async (input, message) => {
    await expect(query(condition, p, input)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  it('a position that does not match the sort key condition', async () => {
    await expect(query('pk = :p AND sk > :v', { ...p, ':v': N(3) }, { ExclusiveStartKey: { pk: S('p'), sk: N(1) } })).rejects.toThrow('The provided starting key does not match the range key predicate');
  });

  it.each<[Partial<ScanCommandInput>, string]>([
    [{ Segment: 0 }, 'The TotalSegments parameter is required but was not present in the request when Segment parameter is present'],
    [{ TotalSegments: 4 }, 'The Segment parameter is required but was not present in the request when parameter TotalSegments is present'],
    [{ Segment: 5, TotalSegments: 5 }, 'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5'],
    [{ TableName: 'absent' }, 'Requested resource not found'],
  ])('Scan %o', async (input, message) => {
    await expect(scan(input)).rejects.toThrow(message);
  });

  it('a position of another segment', async () => {
    const segments = [0, 1].map((Segment) => scan({ Segment, TotalSegments: 2, ExclusiveStartKey: { pk: S('p'), sk: N(1) } }).then(() => 'read', (error: Error) => error.message));
    const other = (await Promise.all(segments)).find((answer) => answer !== 'read');
    expect(other).toMatch(/^The provided starting key is invalid: Invalid ExclusiveStartKey\. Please use ExclusiveStartKey with correct Segment\. TotalSegments: 2 Segment: [01]$/);
  });
});

describe('against a plain list', () => {
  it('gives the same, for random writes and queries', async () => {
    const random = new Random(77);
    const model = new Map<string, Item>();
    for (let i = 0; i < 300; i++) {
      const item: Item = { pk: S(`m${random.below(4)}`), sk: N(canonical(random)), g: S(`mg${random.below(3)}`), l: S('x'.repeat(random.below(4)) + random.pick(['', 'é', '~'])) };
      if (item.l!.S === '') delete item.l;
      await put('things', item);
      model.set(`${item.pk!.S}|${Number(item.sk!.N)}`, item);
    }
    for (let i = 0; i < 60; i++) {
      const [low, high] = [random.below(400) - 200, random.below(400) - 200].sort((a, b) => a - b) as [number, number];
      const pk = `m${random.below(4)}`;
      const { Items } = await query('pk = :p AND sk BETWEEN :a AND :b', { ':p': S(pk), ':a': N(low), ':b': N(high) });
      const expected = [...model.values()].filter((item) => item.pk!.S === pk && Number(item.sk!.N) >= low && Number(item.sk!.N) <= high).map(({ sk }) => Number(sk!.N)).sort((a, b) => a - b);
      expect(numbers(Items)).toEqual(expected);
    }
    for (const g of ['mg0', 'mg1', 'mg2']) {
      const { Items } = await query('g = :g', { ':g': S(g) }, { IndexName: 'all' });
      const expected = [...model.values()].filter((item) => item.g!.S === g && item.l).map(({ l }) => Buffer.from(l!.S!)).sort(Buffer.compare).map(String);
      expect(Items!.map(({ l }) => l!.S)).toEqual(expected);
    }
  });

  const canonical = (random: Random): string => String((random.below(400) - 200) / random.pick([1, 2, 4, 1000]));
});
