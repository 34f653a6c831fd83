import {
  BatchGetItemCommand, BatchWriteItemCommand, CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, TransactGetItemsCommand, TransactWriteItemsCommand, UpdateItemCommand, UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, BatchGetItemCommandInput, TransactWriteItem, WriteRequest } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const S = (text: string): AttributeValue => ({ S: text });
const N = (text: string): AttributeValue => ({ N: text });
type Item = Record<string, AttributeValue>;

let cloud: Cloud;
let client: DynamoDBClient;
beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  client = cloud.client(DynamoDBClient);
  const table = (TableName: string) => ({ TableName, AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' as const }], KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }] });
  for (const name of ['one', 'two']) await client.send(new CreateTableCommand({ ...table(name), BillingMode: 'PAY_PER_REQUEST' }));
  await client.send(new CreateTableCommand({ ...table('slow'), ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }));
  await cloud.settled();
});
afterAll(() => cloud.close());

const put = (TableName: string, item: Item) => client.send(new PutItemCommand({ TableName, Item: item }));
const get = async (TableName: string, pk: string) => (await client.send(new GetItemCommand({ TableName, Key: { pk: S(pk) } }))).Item;
const write = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) => client.send(new TransactWriteItemsCommand({ TransactItems, ReturnConsumedCapacity: 'TOTAL', ...(ClientRequestToken && { ClientRequestToken }) }));
const putting = (pk: string, rest: Item = {}, TableName = 'one'): TransactWriteItem => ({ Put: { TableName, Item: { pk: S(pk), ...rest } } });

describe('TransactWriteItems', () => {
  it('writes all or nothing, over tables', async () => {
    await put('one', { pk: S('upd'), n: N('1') });
    await put('one', { pk: S('del') });
    const { ConsumedCapacity } = await write([
      putting('new'), { Update: { TableName: 'one', Key: { pk: S('upd') }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': N('1') } } }, { Delete: { TableName: 'one', Key: { pk: S('del') } } },
      { ConditionCheck: { TableName: 'two', Key: { pk: S('absent') }, ConditionExpression: 'attribute_not_exists(pk)' } },
    ]);
    expect(ConsumedCapacity).toEqual([{ TableName: 'one', CapacityUnits: 6, WriteCapacityUnits: 6 }, { TableName: 'two', CapacityUnits: 2, WriteCapacityUnits: 2 }]);
    expect([await get('one', 'new'), (await get('one', 'upd'))?.n, await get('one', 'del')]).toEqual([{ pk: S('new') }, N('2'), undefined]);
  });

  it('says of every action why it was cancelled', async () => {
    await put('one', { pk: S('taken'), n: N('5') });
    const failed = write([
      putting('never'), { Put: { TableName: 'one', Item: { pk: S('taken') }, ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
      { Update: { TableName: 'one', Key: { pk: S('other') }, UpdateExpression: 'SET a = gone' } }, { ConditionCheck: { TableName: 'two', Key: { pk: S('x') }, ConditionExpression: 'attribute_exists(pk)' } },
    ]);
    await expect(failed).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'None' }, { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: { pk: S('taken'), n: N('5') } },
        { Code: 'ValidationError', Message: 'The provided expression refers to an attribute that does not exist in the item' }, { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    });
    expect(await get('one', 'never')).toBeUndefined();
  });

  it('happens once for a token, for ten minutes', async () => {
    await put('one', { pk: S('idem'), n: N('0') });
    const add = (by: string): TransactWriteItem[] => [{ Update: { TableName: 'one', Key: { pk: S('idem') }, UpdateExpression: 'ADD n :by', ExpressionAttributeValues: { ':by': N(by) } } }];
    await write(add('1'), 'token-1');
    expect((await write(add('1'), 'token-1')).ConsumedCapacity).toEqual([{ TableName: 'one', CapacityUnits: 2, ReadCapacityUnits: 2 }]);
    await expect(write(add('2'), 'token-1')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
    expect((await get('one', 'idem'))?.n).toEqual(N('1'));
    await cloud.clock.advance(600_000);
    await write(add('1'), 'token-1');
    expect((await get('one', 'idem'))?.n).toEqual(N('2'));
    const failing: TransactWriteItem[] = [{ ConditionCheck: { TableName: 'one', Key: { pk: S('later') }, ConditionExpression: 'attribute_exists(pk)' } }];
    await expect(write(failing, 'token-2')).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    await put('one', { pk: S('later') });
    await write(failing, 'token-2');
  });

  it('keeps a sum through thirty transfers and as many refusals', async () => {
    for (const pk of ['acc-a', 'acc-b']) await put('two', { pk: S(pk), balance: N('100') });
    const transfer = (from: string, to: string, amount: number) => write([
      { Update: { TableName: 'two', Key: { pk: S(from) }, UpdateExpression: 'SET balance = balance - :a', ConditionExpression: 'balance >= :a', ExpressionAttributeValues: { ':a': N(String(amount)) } } },
      { Update: { TableName: 'two', Key: { pk: S(to) }, UpdateExpression: 'SET balance = balance + :a', ExpressionAttributeValues: { ':a': N(String(amount)) } } },
    ]);
    const results = await Promise.allSettled(Array.from({ length: 60 }, (_, i) => transfer(...((i % 3 ? ['acc-a', 'acc-b'] : ['acc-b', 'acc-a']) as [string, string]), (i * 7) % 40)));
    const balances = await Promise.all(['acc-a', 'acc-b'].map(async (pk) => Number((await get('two', pk))!.balance!.N)));
    expect(balances[0]! + balances[1]!).toBe(200);
    expect(Math.min(...balances)).toBeGreaterThanOrEqual(0);
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
  });

  const check = (rest: object): TransactWriteItem => ({ ConditionCheck: { TableName: 'one', Key: { pk: S('c') }, ConditionExpression: 'attribute_not_exists(pk)', ...rest } });
  it.each<[string, TransactWriteItem[], string]>([
    ['one item twice', [putting('dup'), { Delete: { TableName: 'one', Key: { pk: S('dup') } } }], 'Transaction request cannot include multiple operations on one item'], ['an empty action', [{}], 'TransactItems can only contain one of Check, Put, Update or Delete'],
    ['two in one', [{ ...putting('x'), Delete: { TableName: 'one', Key: { pk: S('y') } } }], 'TransactItems can only contain one of Check, Put, Update or Delete'],
    ['bad syntax, before a missing table', [putting('a', {}, 'nowhere'), check({ ConditionExpression: 'attribute_not_exists(' })], 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("'],
    ['an unused value, before a missing table', [putting('a', {}, 'nowhere'), check({ ExpressionAttributeValues: { ':v': S('x') } })], 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}'],
    ['an empty key', [check({ Key: { pk: S('') } })], 'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk'],
    ['a large item', [putting('a', { x: S('x'.repeat(409_600)) })], 'Item size has exceeded the maximum allowed size'],
  ])('refuses %s', async (_what, items, message) => {
    await expect(write(items)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  it('refuses wrong counts, tables and keys', async () => {
    await expect(write([])).rejects.toThrow("1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1");
    await expect(write(Array.from({ length: 101 }, (_, i) => putting(`i${i}`)))).rejects.toThrow(/^1 validation error detected: Value '\[.+\]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100$/s);
    await expect(write([putting('a', {}, 'nowhere')])).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Requested resource not found' });
    await expect(write([putting('ok'), { Put: { TableName: 'one', Item: { pk: N('5') } } }])).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError', Message: 'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N' }],
    });
    await expect(write([{ Delete: { TableName: 'one', Key: { pk: N('5') } } }])).rejects.toMatchObject({ CancellationReasons: [{ Code: 'ValidationError', Message: 'The provided key element does not match the schema' }] });
  });
});

describe('an index key in a transaction', () => {
  const keyed = (value: AttributeValue): readonly TransactWriteItem[] => [
    { Put: { TableName: 'keyed', Item: { pk: S('k'), g: value } } },
    { Update: { TableName: 'keyed', Key: { pk: S('k') }, UpdateExpression: 'SET g = :g', ExpressionAttributeValues: { ':g': value } } },
  ];
  beforeAll(async () => {
    const GlobalSecondaryIndexes = [{ IndexName: 'gsi', KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' as const }], Projection: { ProjectionType: 'ALL' as const } }];
    const AttributeDefinitions = ['pk', 'g'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const }));
    await client.send(new CreateTableCommand({ TableName: 'keyed', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions, KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], GlobalSecondaryIndexes }));
    await cloud.settled();
  });

  it.each(keyed(N('1')))('of another type cancels it', async (item) => {
    const reason = { Code: 'ValidationError', Message: 'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: gsi' };
    await expect(write([putting('with'), item])).rejects.toMatchObject({ name: 'TransactionCanceledException', CancellationReasons: [{ Code: 'None' }, reason] });
  });

  it.each(keyed(S('')))('that is empty makes it invalid', async (item) => {
    await expect(write([putting('with'), item])).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('The AttributeValue for a key attribute cannot contain an empty string value.') });
    expect(await get('one', 'with')).toBeUndefined();
  });
});

describe('TransactGetItems', () => {
  const read = (...keys: Item[]) => client.send(new TransactGetItemsCommand({ TransactItems: keys.map((Key) => ({ Get: { TableName: 'one', Key, ProjectionExpression: 'a' } })), ReturnConsumedCapacity: 'TOTAL' }));
  it('answers in order, with nothing for what is not there', async () => {
    await put('one', { pk: S('tg'), a: S('1'), b: S('2') });
    await put('one', { pk: S('tg2'), b: S('2') });
    const { Responses, ConsumedCapacity } = await read({ pk: S('absent') }, { pk: S('tg') }, { pk: S('tg2') });
    expect([Responses, ConsumedCapacity]).toEqual([[{}, { Item: { a: S('1') } }, {}], [{ TableName: 'one', CapacityUnits: 6, ReadCapacityUnits: 6 }]]);
  });

  it('refuses what is wrong', async () => {
    await expect(read({ pk: S('x') }, { pk: S('x') })).rejects.toThrow('Transaction request cannot include multiple operations on one item');
    await expect(read({})).rejects.toMatchObject({ name: 'TransactionCanceledException', CancellationReasons: [{ Code: 'ValidationError', Message: 'The provided key element does not match the schema' }] });
  });
});

describe('batches', () => {
  const batch = (requests: WriteRequest[], TableName = 'one') => client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests }, ReturnConsumedCapacity: 'TOTAL' }));
  const putRequest = (pk: string, rest: Item = {}): WriteRequest => ({ PutRequest: { Item: { pk: S(pk), ...rest } } });
  const deleteRequest = (pk: string): WriteRequest => ({ DeleteRequest: { Key: { pk: S(pk) } } });

  it('write and read over tables', async () => {
    await put('two', { pk: S('b-old') });
    const written = await client.send(new BatchWriteItemCommand({ RequestItems: { one: [putRequest('b1', { n: N('1.0') }), putRequest('b2')], two: [deleteRequest('b-old')] }, ReturnConsumedCapacity: 'TOTAL' }));
    expect(written).toMatchObject({ UnprocessedItems: {}, ConsumedCapacity: [{ TableName: 'one', CapacityUnits: 2 }, { TableName: 'two', CapacityUnits: 1 }] });
    const { Responses, UnprocessedKeys, ConsumedCapacity } = await client.send(new BatchGetItemCommand({
      RequestItems: { one: { Keys: [{ pk: S('b1') }, { pk: S('b2') }, { pk: S('b3') }], ProjectionExpression: '#n', ExpressionAttributeNames: { '#n': 'n' } }, two: { Keys: [{ pk: S('b-old') }], ConsistentRead: true } }, ReturnConsumedCapacity: 'TOTAL',
    }));
    expect([Responses, UnprocessedKeys]).toEqual([{ one: [{ n: N('1') }, {}], two: [] }, {}]);
    expect(ConsumedCapacity).toEqual([{ TableName: 'one', CapacityUnits: 1.5 }, { TableName: 'two', CapacityUnits: 1 }]);
  });

  it.each<[string, WriteRequest[], string]>([
    ['an item twice', [putRequest('d'), deleteRequest('d')], 'Provided list of item keys contains duplicates'], ['a key of another type', [putRequest('x'), { PutRequest: { Item: { pk: N('5') } } }], 'The provided key element does not match the schema'],
    ['no key', [{ PutRequest: { Item: { other: S('x') } } }], 'The provided key element does not match the schema'], ['an empty key', [putRequest('')], 'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk'],
    ['no request', [], "1 validation error detected: Value '{one=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]"],
  ])('refuse %s', async (_what, requests, message) => {
    await expect(batch(requests)).rejects.toMatchObject({ name: 'ValidationException', message });
    expect(await get('one', 'x')).toBeUndefined();
  });

  it('refuse too many, duplicates and tables that are not there', async () => {
    await expect(batch(Array.from({ length: 26 }, (_, i) => putRequest(`i${i}`)))).rejects.toThrow(/Member must have length less than or equal to 25/);
    await expect(batch([putRequest('x')], 'nowhere')).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Requested resource not found' });
    const read = (RequestItems: BatchGetItemCommandInput['RequestItems']) => client.send(new BatchGetItemCommand({ RequestItems }));
    const key = { pk: S('x') };
    await expect(read({ one: { Keys: [key, key] } })).rejects.toThrow('Provided list of item keys contains duplicates');
    await expect(read({ one: { Keys: Array.from({ length: 60 }, (_, i) => ({ pk: S(`i${i}`) })) }, two: { Keys: Array.from({ length: 60 }, (_, i) => ({ pk: S(`i${i}`) })) } })).rejects.toThrow('Too many items requested for the BatchGetItem call');
    await expect(read({ one: { Keys: [key], ProjectionExpression: 'a' }, two: { Keys: [key], AttributesToGet: ['a'] } })).rejects.toThrow('Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}');
    await expect(read({ one: { Keys: [key], ProjectionExpression: 'a, a' }, two: { Keys: [key] } })).rejects.toThrow('Two document paths overlap');
  });

  it('leave for another call what exceeds 16 MB', async () => {
    const keys = Array.from({ length: 45 }, (_, i) => ({ pk: S(`large${i}`) }));
    for (const { pk } of keys) await put('two', { pk, x: S('x'.repeat(400_000)) });
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems: { two: { Keys: keys } } }));
    expect([Responses!.two!.length, UnprocessedKeys!.two!.Keys!.length]).toEqual([41, 4]);
  });
});

describe('provisioned capacity', () => {
  const large = { pk: S('x'), v: S('x'.repeat(1024 * 100)) };
  it('lasts five minutes of unused units, then as many as come in', async () => {
    for (let i = 0; i < 3; i++) await put('slow', large);
    await expect(put('slow', large)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException', $metadata: { httpStatusCode: 400 } });
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { slow: [{ PutRequest: { Item: { pk: S('y') } } }] } }));
    expect(UnprocessedItems).toEqual({ slow: [{ PutRequest: { Item: { pk: S('y') } } }] });
    await expect(client.send(new UpdateItemCommand({ TableName: 'slow', Key: { pk: S('z') } }))).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    expect((await client.send(new QueryCommand({ TableName: 'slow', KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': S('z') } }))).Count).toBe(0);
    await cloud.clock.advance(30_000);
    await put('slow', { pk: S('z') });
    expect(await get('slow', 'z')).toBeDefined();
  });

  it('may be limited on demand too, second by second', async () => {
    await client.send(new UpdateTableCommand({ TableName: 'two', OnDemandThroughput: { MaxWriteRequestUnits: 2 } }));
    await cloud.settled();
    for (const pk of ['l1', 'l2']) await put('two', { pk: S(pk) });
    await expect(put('two', { pk: S('l3') })).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Throughput exceeds the maximum OnDemandThroughput configured on table or index' });
    await cloud.clock.advance(1000);
    await put('two', { pk: S('l3') });
  });
});
