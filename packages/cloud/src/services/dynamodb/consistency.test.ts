import { expect, it } from 'vitest';
import { Cloud } from '../../index.js';
import { Random } from '../../kernel/random.js';
import { AwsError } from '../../kernel/errors.js';

type Value = Record<string, unknown>;
type Item = Record<string, Value>;

const schema = (...names: string[]) => names.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' }));
const index = (IndexName: string, Projection: object, ...names: string[]) => ({ IndexName, KeySchema: schema(...names), Projection });
const globals = [index('all', { ProjectionType: 'ALL' }, 'g', 'r'), index('keys', { ProjectionType: 'KEYS_ONLY' }, 'g'), index('some', { ProjectionType: 'INCLUDE', NonKeyAttributes: ['x'] }, 'r', 'g')];
const keys: Readonly<Record<string, readonly string[]>> = { all: ['g', 'r'], keys: ['g'], some: ['r', 'g'], local: ['r'] };
const held: Readonly<Record<string, readonly string[] | undefined>> = { all: undefined, local: undefined, keys: ['pk', 'sk', 'g'], some: ['pk', 'sk', 'r', 'g', 'x'] };

async function start() {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const definitions = [['pk', 'S'], ['sk', 'N'], ['g', 'S'], ['r', 'N']].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
  await cloud.call('dynamodb', 'CreateTable', {
    TableName: 'busy', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: definitions, KeySchema: schema('pk', 'sk'), GlobalSecondaryIndexes: globals, LocalSecondaryIndexes: [index('local', { ProjectionType: 'ALL' }, 'pk', 'r')],
  });
  await cloud.settled();
  await cloud.call('dynamodb', 'UpdateTimeToLive', { TableName: 'busy', TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' } });
  await cloud.settled();
  return cloud;
}

const keyOf = ({ pk, sk }: Item): string => JSON.stringify([pk, sk]);

/** What an item and an attribute cost, in this test's types. */
const bytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, { S, N }]) => sum + name.length + (S === undefined ? numberBytes(String(N)) : String(S).length), 0);
const numberBytes = (text: string): number => 1 + Math.ceil(text.replace(/^-|0+$/g, '').length / 2) + (text.startsWith('-') ? 1 : 0);

function randomItem(random: Random, nowSeconds: number): Item {
  const item: Item = { pk: { S: `p${random.below(4)}` }, sk: { N: String(random.below(12) - 6) } };
  if (random.below(3)) item.g = { S: random.pick(['a', 'b', 'bb']) };
  if (random.below(3)) item.r = { N: String(random.below(5) - 2) };
  if (random.below(2)) item.x = { S: 'x'.repeat(random.below(30)) };
  if (random.below(4) === 0) item.ttl = { N: String(nowSeconds + random.below(50)) };
  return item;
}

/** One random call, and what it makes of the model. */
async function step(cloud: Cloud, random: Random, model: Map<string, Item>): Promise<void> {
  const nowSeconds = Math.floor(cloud.clock.nowMs() / 1000);
  const item = randomItem(random, nowSeconds);
  const { pk, sk } = item;
  const Key = { pk, sk };
  const call = (operation: string, input: object) => cloud.call('dynamodb', operation, { TableName: 'busy', ...input });
  switch (random.below(7)) {
    case 0:
    case 1:
      await call('PutItem', { Item: item });
      return void model.set(keyOf(item), item);
    case 2:
      await call('DeleteItem', { Key });
      return void model.delete(keyOf(item));
    case 3: {
      await call('UpdateItem', { Key, UpdateExpression: 'SET g = :g REMOVE r', ExpressionAttributeValues: { ':g': { S: 'moved' } } });
      const { r: _gone, ...rest } = model.get(keyOf(item)) ?? (Key as Item);
      return void model.set(keyOf(item), { ...rest, g: { S: 'moved' } });
    }
    case 4: {
      const other = randomItem(random, nowSeconds);
      const actions = [{ Put: { TableName: 'busy', Item: other } }, { Delete: { TableName: 'busy', Key, ConditionExpression: 'attribute_exists(pk)' } }];
      try {
        await cloud.call('dynamodb', 'TransactWriteItems', { TransactItems: actions });
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
        return;
      }
      model.set(keyOf(other), other);
      return void model.delete(keyOf(item));
    }
    case 5: {
      const batch = new Map([0, 1, 2].map(() => randomItem(random, nowSeconds)).map((each) => [keyOf(each), each]));
      await cloud.call('dynamodb', 'BatchWriteItem', { RequestItems: { busy: [...batch.values()].map((Item) => ({ PutRequest: { Item } })) } });
      for (const [key, each] of batch) model.set(key, each);
      return;
    }
    default:
      await cloud.clock.advance(random.below(4000));
  }
}

const expired = (item: Item, nowMs: number): boolean => item.ttl !== undefined && Number(item.ttl.N) * 1000 <= nowMs;

async function compare(cloud: Cloud, model: Map<string, Item>): Promise<void> {
  await cloud.settled();
  for (const [key, item] of model) if (expired(item, cloud.clock.nowMs())) model.delete(key);
  const scan = async (IndexName?: string) => ((await cloud.call('dynamodb', 'Scan', { TableName: 'busy', ...(IndexName && { IndexName }) })).Items as Item[]).sort(byKey);
  const all = [...model.values()].sort(byKey);
  expect(await scan()).toEqual(all);
  const { Table } = await cloud.call('dynamodb', 'DescribeTable', { TableName: 'busy' });
  expect([Table.ItemCount, Table.TableSizeBytes]).toEqual([all.length, all.reduce((sum, item) => sum + bytes(item), 0)]);
  for (const { IndexName, ItemCount, IndexSizeBytes } of [...Table.GlobalSecondaryIndexes, ...Table.LocalSecondaryIndexes]) {
    const names = held[IndexName];
    const indexed = all.filter((item) => keys[IndexName]!.every((name) => item[name] !== undefined));
    const views = indexed.map((item) => (names ? Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name))) : item));
    expect([IndexName, await scan(IndexName)]).toEqual([IndexName, views]);
    expect([IndexName, ItemCount, IndexSizeBytes]).toEqual([IndexName, views.length, views.reduce((sum, item) => sum + bytes(item), 0)]);
  }
}

const byKey = (left: Item, right: Item): number => (keyOf(left) < keyOf(right) ? -1 : 1);

it.each([1, 2, 3, 4])('indexes, totals and expiries follow whatever is written (seed %d)', async (seed) => {
  await using cloud = await start();
  const random = new Random(seed);
  const model = new Map<string, Item>();
  for (let i = 1; i <= 240; i++) {
    await step(cloud, random, model);
    for (const [key, item] of model) if (expired(item, cloud.clock.nowMs())) model.delete(key);
    await cloud.settled();
    if (i % 20 === 0) await compare(cloud, model);
  }
  await cloud.clock.advance(120_000);
  await compare(cloud, model);
  expect([...cloud.kernel.store.tree('dynamodb.expiries|000000000000|us-east-1').range()]).toEqual([]);
});
