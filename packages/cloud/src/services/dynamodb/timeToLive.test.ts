import { CreateTableCommand, DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient, PutItemCommand, ScanCommand, UpdateItemCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

async function start() {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const client = cloud.client(DynamoDBClient);
  await client.send(new CreateTableCommand({
    TableName: 'sessions', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: ['pk', 'g'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })), KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [{ IndexName: 'gsi', KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }], Projection: { ProjectionType: 'ALL' } }],
  }));
  await cloud.settled();
  const nowSeconds = cloud.clock.nowMs() / 1000;
  const put = (pk: string, inSeconds: number | string) => client.send(new PutItemCommand({ TableName: 'sessions', Item: { pk: { S: pk }, g: { S: 'g' }, expiresAt: { N: String(typeof inSeconds === 'string' ? inSeconds : nowSeconds + inSeconds) } } }));
  const enable = (Enabled: boolean, AttributeName = 'expiresAt') => client.send(new UpdateTimeToLiveCommand({ TableName: 'sessions', TimeToLiveSpecification: { Enabled, AttributeName } }));
  const status = async () => (await client.send(new DescribeTimeToLiveCommand({ TableName: 'sessions' }))).TimeToLiveDescription;
  const left = async () => (await client.send(new ScanCommand({ TableName: 'sessions' }))).Items!.map(({ pk }) => pk!.S!).sort();
  const timers = () => [...cloud.kernel.store.tree('kernel.timers').range()].length;
  return { cloud, client, put, enable, status, left, timers, [Symbol.asyncDispose]: () => cloud.close() };
}

describe('time to live', () => {
  it('deletes items when their second comes, with one timer for the table', async () => {
    await using lab = await start();
    await lab.enable(true);
    await lab.cloud.settled();
    expect(await lab.status()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
    for (let i = 1; i <= 20; i++) await lab.put(`s${String(i).padStart(2, '0')}`, i * 60);
    await lab.put('soon', 30.5);
    await lab.put('never', '1e20');
    await lab.client.send(new PutItemCommand({ TableName: 'sessions', Item: { pk: { S: 'text' }, expiresAt: { S: '1' } } }));
    expect(lab.timers()).toBe(1);
    await lab.cloud.clock.advance(29_000);
    expect(await lab.left()).toHaveLength(23);
    await lab.cloud.clock.advance(1000);
    expect(await lab.left()).not.toContain('soon');
    await lab.cloud.clock.advance(600_000);
    expect(await lab.left()).toEqual(['never', ...Array.from({ length: 10 }, (_, i) => `s${i + 11}`), 'text']);
    await lab.cloud.clock.advance(3_600_000);
    expect(await lab.left()).toEqual(['never', 'text']);
    expect(lab.timers()).toBeLessThanOrEqual(1);
    const { Table } = await lab.client.send(new DescribeTableCommand({ TableName: 'sessions' }));
    expect([Table!.ItemCount, Table!.GlobalSecondaryIndexes![0]!.ItemCount]).toEqual([2, 1]);
    expect([...lab.cloud.journal.records()].filter(({ operation }) => operation === 'TimeToLive').reduce((sum, { detail }) => sum + Number(detail!.deletedItems), 0)).toBe(21);
  });

  it('follows changes of the attribute', async () => {
    await using lab = await start();
    await lab.enable(true);
    await lab.cloud.settled();
    for (const pk of ['longer', 'shorter', 'off', 'replaced']) await lab.put(pk, 100);
    const set = (pk: string, UpdateExpression: string, n?: number) => lab.client.send(new UpdateItemCommand({
      TableName: 'sessions', Key: { pk: { S: pk } }, UpdateExpression, ...(n !== undefined && { ExpressionAttributeValues: { ':n': { N: String(n) } } }),
    }));
    await set('longer', 'ADD expiresAt :n', 100);
    await set('shorter', 'ADD expiresAt :n', -90);
    await set('off', 'REMOVE expiresAt');
    await lab.client.send(new PutItemCommand({ TableName: 'sessions', Item: { pk: { S: 'replaced' } } }));
    await lab.cloud.clock.advance(10_000);
    expect(await lab.left()).toEqual(['longer', 'off', 'replaced']);
    await lab.cloud.clock.advance(150_000);
    expect(await lab.left()).toEqual(['longer', 'off', 'replaced']);
    await lab.cloud.clock.advance(50_000);
    expect(await lab.left()).toEqual(['off', 'replaced']);
  });

  it('finds items that were there before, and forgets them when it is turned off', async () => {
    await using lab = await start();
    for (let i = 0; i < 300; i++) await lab.put(`old${i}`, i < 150 ? 10 : 1000);
    await lab.put('expired already', -60);
    await lab.put('a mistake of long ago', '1');
    await lab.enable(true);
    expect((await lab.status())?.TimeToLiveStatus).toBe('ENABLING');
    await lab.cloud.settled();
    expect(await lab.left()).toHaveLength(301);
    await lab.cloud.clock.advance(10_000);
    expect(await lab.left()).toHaveLength(151);
    await lab.enable(false);
    await lab.cloud.settled();
    expect(await lab.status()).toEqual({ TimeToLiveStatus: 'DISABLED' });
    await lab.cloud.clock.advance(2_000_000);
    expect(await lab.left()).toHaveLength(151);
  });

  it('goes on in a fork by itself', async () => {
    await using lab = await start();
    await lab.enable(true);
    await lab.put('x', 60);
    await lab.cloud.settled();
    await using fork = lab.cloud.fork();
    await fork.clock.advance(60_000);
    expect((await fork.client(DynamoDBClient).send(new ScanCommand({ TableName: 'sessions' }))).Count).toBe(0);
    expect(await lab.left()).toEqual(['x']);
  });

  it('is turned on and off once', async () => {
    await using lab = await start();
    await expect(lab.enable(false)).rejects.toThrow('TimeToLive is already disabled');
    await lab.enable(true);
    await lab.cloud.settled();
    await expect(lab.enable(true)).rejects.toMatchObject({ name: 'ValidationException', message: 'TimeToLive is already enabled' });
    await expect(lab.enable(true, 'other')).rejects.toThrow('TimeToLive is active on a different AttributeName: current AttributeName is expiresAt');
    await expect(lab.client.send(new DescribeTimeToLiveCommand({ TableName: 'nowhere' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
