import {
  CreateTableCommand, DeleteItemCommand, DescribeTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, ConsumedCapacity, GlobalSecondaryIndex, PutItemCommandInput, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const S = (text: string): AttributeValue => ({ S: text });
const N = (text: string): AttributeValue => ({ N: text });

let cloud: Cloud;
let client: DynamoDBClient;

beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  client = cloud.client(DynamoDBClient);
  const define = (name: string, type: 'S' | 'N' | 'B' = 'S') => ({ AttributeName: name, AttributeType: type });
  await client.send(new CreateTableCommand({ TableName: 'plain', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [define('pk')], KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] }));
  await client.send(new CreateTableCommand({ TableName: 'binary', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [define('pk', 'B')], KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] }));
  await client.send(new CreateTableCommand({
    TableName: 'indexed', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [define('pk'), define('sk'), define('gsiPk'), define('lsiSk')],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
    GlobalSecondaryIndexes: [{ IndexName: 'gsi', KeySchema: [{ AttributeName: 'gsiPk', KeyType: 'HASH' }], Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['proj'] } }],
    LocalSecondaryIndexes: [{ IndexName: 'lsi', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'lsiSk', KeyType: 'RANGE' }], Projection: { ProjectionType: 'ALL' } }],
  }));
  await cloud.settled();
});
afterAll(() => cloud.close());

const put = (input: Partial<PutItemCommandInput>) => client.send(new PutItemCommand({ TableName: 'plain', Item: { pk: S('x') }, ...input }));
const update = (pk: string, input: Partial<UpdateItemCommandInput>) => client.send(new UpdateItemCommand({ TableName: 'plain', Key: { pk: S(pk) }, ...input }));
const get = async (pk: string) => (await client.send(new GetItemCommand({ TableName: 'plain', Key: { pk: S(pk) }, ConsistentRead: true }))).Item;

describe('items', () => {
  it('keep every type, with numbers in canonical form', async () => {
    const Item: Record<string, AttributeValue> = {
      pk: S('types'), s: S(''), n: N('0042.1200'), b: { B: new Uint8Array([0, 255]) }, yes: { BOOL: true }, no: { BOOL: false }, nothing: { NULL: true }, ss: { SS: ['b', '', 'a'] }, ns: { NS: ['1.0', '1e2'] },
      bs: { BS: [new Uint8Array([1])] }, l: { L: [S('x'), { L: [] }] }, m: { M: { k: N('-0'), constructor: S('c') } }, constructor: S('own'), 'ключ': S('знач'),
    };
    await put({ Item });
    expect(await get('types')).toEqual({ ...Item, n: N('42.12'), ns: { NS: ['1', '100'] }, m: { M: { k: N('0'), constructor: S('c') } } });
  });

  it('work with the document client', async () => {
    const documents = DynamoDBDocumentClient.from(client);
    await documents.send(new PutCommand({ TableName: 'plain', Item: { pk: 'doc', tags: new Set(['a']), nested: { list: [1, 'two', null, true] } } }));
    await documents.send(new UpdateCommand({ TableName: 'plain', Key: { pk: 'doc' }, UpdateExpression: 'ADD stock :less', ExpressionAttributeValues: { ':less': -2 } }));
    expect((await documents.send(new GetCommand({ TableName: 'plain', Key: { pk: 'doc' } }))).Item).toEqual({ pk: 'doc', tags: new Set(['a']), nested: { list: [1, 'two', null, true] }, stock: -2 });
    await documents.send(new DeleteCommand({ TableName: 'plain', Key: { pk: 'doc' } }));
    expect((await documents.send(new GetCommand({ TableName: 'plain', Key: { pk: 'doc' } }))).Item).toBeUndefined();
  });

  it('stay what they are when an input object is changed afterwards', async () => {
    const Item = { pk: S('own'), m: { M: { k: { S: 'before' } } } };
    await cloud.call('dynamodb', 'PutItem', { TableName: 'plain', Item });
    Item.m.M.k.S = 'after';
    expect((await get('own'))?.m).toEqual({ M: { k: S('before') } });
  });

  it('are never let below a condition, and say what they were', async () => {
    await put({ Item: { pk: S('stock'), n: N('1') } });
    const take = { UpdateExpression: 'ADD n :less', ConditionExpression: 'n >= :want', ExpressionAttributeValues: { ':less': N('-1'), ':want': N('1') } };
    await update('stock', take);
    await expect(update('stock', { ...take, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException', message: 'The conditional request failed', Item: { pk: S('stock'), n: N('0') },
    });
    expect((await get('stock'))?.n).toEqual(N('0'));
    await expect(put({ Item: { pk: S('stock') }, ConditionExpression: 'attribute_not_exists(pk)' })).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item: undefined });
    await put({ Item: { pk: S('fresh') }, ConditionExpression: 'attribute_not_exists(pk)' });
    await expect(client.send(new DeleteItemCommand({ TableName: 'plain', Key: { pk: S('gone') }, ConditionExpression: 'attribute_exists(pk)' }))).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  it('are returned as asked', async () => {
    await put({ Item: { pk: S('rv'), a: N('1'), m: { M: { x: N('1'), y: N('2') } } } });
    const step = { UpdateExpression: 'SET m.x = m.x + :one REMOVE a', ExpressionAttributeValues: { ':one': N('1') } };
    expect((await update('rv', { ...step, ReturnValues: 'UPDATED_OLD' })).Attributes).toEqual({ m: { M: { x: N('1') } }, a: N('1') });
    expect((await update('rv', { ...step, ReturnValues: 'UPDATED_NEW' })).Attributes).toEqual({ m: { M: { x: N('3') } } });
    expect((await update('rv', { ...step, ReturnValues: 'ALL_OLD' })).Attributes).toEqual({ pk: S('rv'), m: { M: { x: N('3'), y: N('2') } } });
    expect((await update('rv', { ...step, ReturnValues: 'ALL_NEW' })).Attributes).toEqual({ pk: S('rv'), m: { M: { x: N('5'), y: N('2') } } });
    expect((await update('rv', step)).Attributes).toBeUndefined();
    expect((await update('rv2', { ReturnValues: 'ALL_NEW' })).Attributes).toEqual({ pk: S('rv2') });
    expect((await update('rv3', { ReturnValues: 'ALL_OLD' })).Attributes).toBeUndefined();
    expect((await put({ Item: { pk: S('rv') }, ReturnValues: 'ALL_OLD' })).Attributes?.m).toBeDefined();
    expect((await put({ Item: { pk: S('rv-new') }, ReturnValues: 'ALL_OLD' })).Attributes).toBeUndefined();
    expect((await client.send(new DeleteItemCommand({ TableName: 'plain', Key: { pk: S('rv') }, ReturnValues: 'ALL_OLD' }))).Attributes).toEqual({ pk: S('rv') });
    await expect(put({ ReturnValues: 'ALL_NEW' })).rejects.toThrow('ReturnValues can only be ALL_OLD or NONE');
  });

  it('answer a table by its ARN, another account\'s included', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'plain' }));
    await client.send(new PutItemCommand({ TableName: Table!.TableArn!, Item: { pk: S('arn') } }));
    const stranger = cloud.client(DynamoDBClient, { accessKeyId: '111111111111' });
    expect((await stranger.send(new GetItemCommand({ TableName: Table!.TableArn!, Key: { pk: S('arn') } }))).Item).toEqual({ pk: S('arn') });
    await expect(stranger.send(new GetItemCommand({ TableName: 'plain', Key: { pk: S('arn') } }))).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Requested resource not found' });
  });

  it('take the older parameters too', async () => {
    await put({ Item: { pk: S('old'), n: N('1'), l: { L: [S('a')] }, s: { SS: ['a', 'b'] } }, Expected: { pk: { Exists: false } } });
    await expect(put({ Item: { pk: S('old') }, Expected: { n: { ComparisonOperator: 'GT', AttributeValueList: [N('5')] }, pk: { Value: S('x') } }, ConditionalOperator: 'OR' })).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    const { Attributes } = await update('old', {
      AttributeUpdates: { n: { Action: 'ADD', Value: N('2') }, l: { Action: 'ADD', Value: { L: [S('b')] } }, s: { Action: 'DELETE', Value: { SS: ['a'] } }, p: { Value: S('put') }, gone: { Action: 'DELETE' } },
      Expected: { n: { Value: N('1.0') } }, ReturnValues: 'ALL_NEW',
    });
    expect(Attributes).toEqual({ pk: S('old'), n: N('3'), l: { L: [S('a'), S('b')] }, s: { SS: ['b'] }, p: S('put') });
    expect((await client.send(new GetItemCommand({ TableName: 'plain', Key: { pk: S('old') }, AttributesToGet: ['n', 'gone'] }))).Item).toEqual({ n: N('3') });
  });
});

const tooDeep = (levels: number): AttributeValue => (levels === 0 ? S('leaf') : { M: { n: tooDeep(levels - 1) } });
const exactly = (pk: string, bytes: number) => ({ pk: S(pk), p: S('x'.repeat(bytes - 'pk'.length - pk.length - 'p'.length)) });

describe('refusals', () => {
  const invalid = (text: string) => `One or more parameter values were invalid: ${text}`;
  const emptyKey = (kind: string) => `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: pk`;

  it.each<[string, Partial<PutItemCommandInput>, string]>([
    ['a name too short', { TableName: 'ab' }, "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3"],
    ['a name with odd characters', { TableName: 'bad table!@#' }, "1 validation error detected: Value 'bad table!@#' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"],
    ['no key', { Item: { a: S('x') } }, invalid('Missing the key pk in the item')], ['a key of another type', { Item: { pk: N('5') } }, invalid('Type mismatch for key pk expected: S actual: N')],
    ['an empty key', { Item: { pk: S('') } }, emptyKey('string')], ['an empty binary key', { TableName: 'binary', Item: { pk: { B: new Uint8Array() } } }, emptyKey('binary')],
    ['a long key', { Item: { pk: S('x'.repeat(2049)) } }, invalid('Size of hashkey has exceeded the maximum size limit of2048 bytes')],
    ['a long sort key', { TableName: 'indexed', Item: { pk: S('x'), sk: S('x'.repeat(1025)) } }, invalid('Aggregated size of all range keys has exceeded the size limit of 1024 bytes')],
    ['an empty set', { Item: { pk: S('x'), v: { SS: [] } } }, invalid('An string set  may not be empty')], ['an empty number set', { Item: { pk: S('x'), v: { NS: [] } } }, invalid('An number set  may not be empty')],
    ['an empty binary set', { Item: { pk: S('x'), v: { BS: [] } } }, invalid('Binary sets should not be empty')], ['a member twice', { Item: { pk: S('x'), v: { SS: ['b', 'a', 'b'] } } }, invalid('Input collection [b, a, b] contains duplicates.')],
    ['a number twice', { Item: { pk: S('x'), v: { NS: ['1', '1.0'] } } }, 'Input collection contains duplicates'], ['bytes twice', { Item: { pk: S('x'), v: { BS: [new Uint8Array([0]), new Uint8Array([0])] } } }, invalid('Input collection [AA==, AA==]of type BS contains duplicates.')],
    ['null that is none', { Item: { pk: S('x'), v: { NULL: false as true } } }, invalid('Null attribute value types must have the value of true')],
    ['no number', { Item: { pk: S('x'), v: { L: [N('1,5')] } } }, 'The parameter cannot be converted to a numeric value: 1,5'],
    ['33 levels', { Item: { pk: S('x'), v: tooDeep(32) } }, 'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit'],
    ['400 KB and a byte', { Item: exactly('x', 409_601) }, 'Item size has exceeded the maximum allowed size'],
    ['an index key of another type', { TableName: 'indexed', Item: { pk: S('x'), sk: S('y'), gsiPk: N('1') } }, invalid('Type mismatch for Index Key gsiPk Expected: S Actual: N IndexName: gsi')],
    ['an attribute without a name', { Item: { pk: S('x'), '': S('y') } }, 'Empty attribute name'], ['a map key that is empty', { Item: { pk: S('x'), m: { L: [{ M: { '': S('y') } }] } } }, 'Empty attribute name'],
    ['an operator without values', { Expected: { a: { ComparisonOperator: 'EQ' } } }, invalid('Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a')],
    ['an empty index key', { TableName: 'indexed', Item: { pk: S('x'), sk: S('y'), gsiPk: S('') } }, 'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: gsi, IndexKey: gsiPk'],
    ['old and new parameters', { Expected: { pk: { Exists: false } }, ConditionExpression: 'attribute_not_exists(pk)' }, 'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}'],
    ['values without expression', { ExpressionAttributeValues: { ':v': S('x') } }, 'ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null'],
    ['names without expression', { ExpressionAttributeNames: { '#v': 'x' } }, 'ExpressionAttributeNames can only be specified when using expressions'],
    ['an unknown enum', { ReturnConsumedCapacity: 'BOGUS' as 'TOTAL' }, "1 validation error detected: Value 'BOGUS' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]"],
  ])('of %s', async (_what, input, message) => {
    await expect(put(input)).rejects.toMatchObject({ name: 'ValidationException', message, $metadata: { httpStatusCode: 400 } });
  });

  it('of values that set no type or several', async () => {
    const raw = (v: object) => cloud.call('dynamodb', 'PutItem', { TableName: 'plain', Item: { pk: S('x'), v } });
    await expect(raw({})).rejects.toThrow('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
    await expect(raw({ S: 'a', N: '1' })).rejects.toThrow('Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes');
  });

  it.each<[string, Record<string, AttributeValue>]>([
    ['another name', { other: S('x') }], ['another type', { pk: N('1') }], ['nothing', {}], ['too much', { pk: S('x'), other: S('y') }], ['a document', { pk: { L: [] } }],
  ])('of a key with %s', async (_what, Key) => {
    await expect(client.send(new GetItemCommand({ TableName: 'plain', Key }))).rejects.toMatchObject({ message: 'The provided key element does not match the schema' });
    await expect(client.send(new DeleteItemCommand({ TableName: 'plain', Key }))).rejects.toMatchObject({ message: 'The provided key element does not match the schema' });
  });

  it.each<[Partial<UpdateItemCommandInput>, string]>([
    [{ UpdateExpression: 'SET pk = :v', ExpressionAttributeValues: { ':v': S('y') } }, invalid('Cannot update attribute pk. This attribute is part of the key')],
    [{ UpdateExpression: 'SET a = :v', ExpressionAttributeValues: { ':v': S('y'), ':w': S('z') } }, 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}'],
    [{ UpdateExpression: 'SET a = :v' }, 'Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v'],
    [{ UpdateExpression: 'SET a = :v', ConditionExpression: '', ExpressionAttributeValues: { ':v': S('y') } }, 'Invalid ConditionExpression: The expression can not be empty;'],
    [{ UpdateExpression: 'SET a = :v', ExpressionAttributeValues: { ':v': S('x'.repeat(409_600)) } }, 'Item size to update has exceeded the maximum allowed size'],
    [{ UpdateExpression: `REMOVE ${'a'.repeat(4090)}` }, 'Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;'],
    [{ UpdateExpression: 'SET a.b = :v', ExpressionAttributeValues: { ':v': S('y') } }, 'The document path provided in the update expression is invalid for update'],
    [{ ExpressionAttributeValues: { ':v': S('y') } }, 'ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null'],
  ])('of an update: %o', async (input, message) => {
    await expect(update('x', input)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  it.each<[string, AttributeValue, string]>([
    ['another type', N('1'), invalid('Type mismatch for Index Key gsiPk Expected: S Actual: N IndexName: gsi')],
    ['no text', S(''), 'One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.'],
    ['too long a text', S('x'.repeat(2049)), invalid('Size of hashkey has exceeded the maximum size limit of2048 bytes')],
  ])('of an index key updated to %s', async (_what, value, message) => {
    const Key = { pk: S('x'), sk: S('y') };
    await expect(client.send(new UpdateItemCommand({ TableName: 'indexed', Key, UpdateExpression: 'SET gsiPk = :v', ExpressionAttributeValues: { ':v': value } }))).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  it('name the alphabetically first of the indexes that a value does not fit', async () => {
    const index = (IndexName: string): GlobalSecondaryIndex => ({ IndexName, KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }], Projection: { ProjectionType: 'ALL' } });
    await client.send(new CreateTableCommand({
      TableName: 'twice', BillingMode: 'PAY_PER_REQUEST', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], GlobalSecondaryIndexes: [index('second'), index('first')],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'g', AttributeType: 'S' }],
    }));
    await cloud.settled();
    await expect(put({ TableName: 'twice', Item: { pk: S('x'), g: { L: [] } } })).rejects.toThrow('Type mismatch for Index Key g Expected: S Actual: L IndexName: first');
  });

  it('of paths into index keys', async () => {
    const nested = client.send(new UpdateItemCommand({ TableName: 'indexed', Key: { pk: S('x'), sk: S('y') }, UpdateExpression: 'SET gsiPk.a = :v', ExpressionAttributeValues: { ':v': S('v') } }));
    await expect(nested).rejects.toThrow("Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: gsiPk");
  });

  it('only just: 400 KB and 32 levels fit', async () => {
    await put({ Item: exactly('limit', 409_600) });
    await put({ Item: { pk: S('deep'), v: tooDeep(31) } });
    expect((await get('limit'))?.p?.S).toHaveLength(409_600 - 8);
  });
});

describe('capacity', () => {
  it('is counted in steps of 4 KB read and 1 KB written', async () => {
    const units = async (bytes: number) => (await put({ Item: exactly('cc', bytes), ReturnConsumedCapacity: 'TOTAL' })).ConsumedCapacity;
    expect(await units(1024)).toEqual({ TableName: 'plain', CapacityUnits: 1 });
    expect(await units(5000)).toEqual({ TableName: 'plain', CapacityUnits: 5 });
    expect(await units(10)).toEqual({ TableName: 'plain', CapacityUnits: 5 });
    await put({ Item: exactly('cc', 4097) });
    const read = async (pk: string, ConsistentRead: boolean) => (await client.send(new GetItemCommand({ TableName: 'plain', Key: { pk: S(pk) }, ConsistentRead, ReturnConsumedCapacity: 'INDEXES' }))).ConsumedCapacity;
    expect(await read('cc', true)).toEqual({ TableName: 'plain', CapacityUnits: 2, Table: { CapacityUnits: 2 } });
    expect(await read('cc', false)).toEqual({ TableName: 'plain', CapacityUnits: 1, Table: { CapacityUnits: 1 } });
    expect((await read('absent', false))?.CapacityUnits).toBe(0.5);
  });

  const arms = (capacity: ConsumedCapacity | undefined) => [capacity?.CapacityUnits, capacity?.Table?.CapacityUnits, capacity?.GlobalSecondaryIndexes?.gsi?.CapacityUnits, capacity?.LocalSecondaryIndexes?.lsi?.CapacityUnits];
  const whole = (pk: string) => ({ pk: S(pk), sk: S('1'), gsiPk: S('g'), lsiSk: S('L1'), proj: S('p'), extra: S('o') });
  const write = async (Item: Record<string, AttributeValue>) => arms((await client.send(new PutItemCommand({ TableName: 'indexed', Item, ReturnConsumedCapacity: 'INDEXES' }))).ConsumedCapacity);

  it('counts indexes only where what they hold changes', async () => {
    expect(await write({ pk: S('i1'), sk: S('1'), extra: S('o') })).toEqual([1, 1, undefined, undefined]);
    expect(await write({ pk: S('i2'), sk: S('1'), gsiPk: S('g') })).toEqual([2, 1, 1, undefined]);
    expect(await write(whole('i3'))).toEqual([3, 1, 1, 1]);
    expect(await write(whole('i3'))).toEqual([1, 1, undefined, undefined]);
  });

  it.each<[string, string, (number | undefined)[]]>([
    ['SET extra = :v', 'x', [2, 1, undefined, 1]], ['SET proj = :v', 'x', [3, 1, 1, 1]], ['SET gsiPk = :v', 'moved', [4, 1, 2, 1]], ['SET lsiSk = :v', 'L2', [3, 1, undefined, 2]], ['REMOVE gsiPk SET extra = :v', 'y', [3, 1, 1, 1]],
  ])('%s costs %o', async (UpdateExpression, value, expected) => {
    await write(whole('ladder'));
    const { ConsumedCapacity } = await client.send(new UpdateItemCommand({
      TableName: 'indexed', Key: { pk: S('ladder'), sk: S('1') }, UpdateExpression, ExpressionAttributeValues: { ':v': S(value) }, ReturnConsumedCapacity: 'INDEXES',
    }));
    expect(arms(ConsumedCapacity)).toEqual(expected);
    await client.send(new DeleteItemCommand({ TableName: 'indexed', Key: { pk: S('ladder'), sk: S('1') } }));
  });

  it('reports item collections of tables with local indexes', async () => {
    const { ItemCollectionMetrics } = await client.send(new PutItemCommand({ TableName: 'indexed', Item: whole('icm'), ReturnItemCollectionMetrics: 'SIZE' }));
    expect(ItemCollectionMetrics).toEqual({ ItemCollectionKey: { pk: S('icm') }, SizeEstimateRangeGB: [0, 1] });
    expect((await put({ ReturnItemCollectionMetrics: 'SIZE' })).ItemCollectionMetrics).toBeUndefined();
  });

  it('is in the journal of every call', async () => {
    await put({ Item: exactly('journal', 2048) });
    const last = [...cloud.journal.records()].findLast(({ operation }) => operation === 'PutItem');
    expect(last).toMatchObject({ resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/plain', detail: { writeUnits: 2 } });
  });
});
