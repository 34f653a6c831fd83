import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Cloud } from '@terrella/cloud';
import type { TraceNode } from '@terrella/cloud';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrdersLab, order, synthesise } from './ordersLab.js';

let deployed: Cloud;
let assembly: string;
let outputs: Readonly<Record<string, string>>;
let apiKey: string;

beforeAll(async () => {
  deployed = await Cloud.start({ clock: 'virtual' });
  assembly = synthesise(deployed.account, deployed.region);
  const [stack] = await deployed.deploy(assembly);
  outputs = stack!.outputs;
  apiKey = (await deployed.call('apigateway', 'GetApiKey', { apiKey: outputs['ApiKeyId'], includeValue: true }))['value'];
  await new OrdersLab(deployed, outputs, apiKey).setStock('book', 100);
  await deployed.settled();
}, 60_000);

afterAll(async () => {
  await deployed.close();
  rmSync(assembly, { recursive: true, force: true });
});

/** Each test has the deployed system to itself. */
async function inFork(body: (lab: OrdersLab) => Promise<void>): Promise<void> {
  await using cloud = deployed.fork();
  await body(new OrdersLab(cloud, outputs, apiKey));
}

const visibilitySeconds = 300;
const windowSeconds = 10;

describe.concurrent('the order system', { timeout: 60_000 }, () => {
  it('places an order and reads it back', () =>
    inFork(async (lab) => {
      const placed = await lab.place(order());
      expect(placed.status).toBe(201);
      const { success, data } = (await placed.json()) as any;
      expect(success).toBe(true);
      expect(data).toMatchObject({ userId: 'ada', totalAmount: 25, status: 'pending', orderId: expect.stringMatching(/^order_\d+_\w+$/) });
      const read = await lab.read(data.orderId);
      expect([read.status, ((await read.json()) as any).data]).toEqual([200, data]);
      expect((await lab.read('order_0_none')).status).toBe(404);
    }));

  it('refuses at the gateway, without running a function', () =>
    inFork(async (lab) => {
      const noKey = await lab.place(order(), {});
      expect([noKey.status, await noKey.json()]).toEqual([403, { message: 'Forbidden' }]);
      const { totalAmount: _left, ...incomplete } = order();
      const invalid = await lab.place(incomplete);
      expect([invalid.status, await invalid.json()]).toEqual([400, { message: 'Invalid request body' }]);
      expect(lab.invocations()).toEqual([]);
    }));

  it('answers a CORS preflight', () =>
    inFork(async (lab) => {
      const answer = await lab.cloud.fetch(`${lab.outputs['ApiUrl']}orders`, { method: 'OPTIONS', headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' } });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-allow-methods')).toBe('GET,POST,PUT,DELETE');
      expect(answer.headers.get('access-control-allow-headers')).toContain('X-Api-Key');
    }));

  it('throttles beyond the burst of the usage plan', () =>
    inFork(async (lab) => {
      const statuses: number[] = [];
      for (let i = 0; i < 202; i++) statuses.push((await lab.place('{}')).status);
      expect(statuses.slice(0, 200).every((status) => status === 400)).toBe(true);
      const limited = await lab.place('{}');
      expect([limited.status, await limited.json()]).toEqual([429, { message: 'Too Many Requests' }]);
      await lab.cloud.clock.advance(1_000);
      expect((await lab.place('{}')).status).toBe(400);
    }));

  it('pays, notifies, and takes the stock once though the order comes by two ways', () =>
    inFork(async (lab) => {
      const seen = await lab.watchBus();
      const { QueueUrl } = await lab.cloud.call('sqs', 'CreateQueue', { QueueName: 'inbox' });
      const Endpoint = `arn:aws:sqs:${lab.cloud.region}:${lab.cloud.account}:inbox`;
      await lab.cloud.call('sns', 'Subscribe', { TopicArn: lab.outputs['NotificationTopicArn'], Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery: 'true' } });

      const { data } = (await (await lab.place(order())).json()) as any;
      await lab.cloud.settled();
      expect(await lab.stock('book')).toBe(98);
      await lab.cloud.clock.advance(windowSeconds * 1_000);

      expect(await lab.stock('book')).toBe(98);
      expect(lab.invocations().filter((name) => name === 'InventoryService')).toHaveLength(2);
      const events = await seen();
      expect(events['Order Created']).toEqual([{ orderId: data.orderId, userId: 'ada', items: data.items, totalAmount: 25 }]);
      expect(events['Payment Processed']).toEqual([{ orderId: data.orderId, userId: 'ada', totalAmount: 25, status: 'succeeded' }]);
      expect(events['Inventory Updated']).toHaveLength(1);
      expect((await lab.drain(QueueUrl)).map((body) => JSON.parse(body))).toEqual([{ orderId: data.orderId, userId: 'ada', totalAmount: 25 }]);
      expect(await lab.drain(lab.outputs['InventoryQueueUrl']!)).toEqual([]);
    }));

  it('does not notify of a payment that failed', () =>
    inFork(async (lab) => {
      const seen = await lab.watchBus();
      await lab.place(order({ totalAmount: 20_000 }));
      await lab.cloud.settled();
      expect((await seen())['Payment Processed']).toMatchObject([{ status: 'failed' }]);
      expect(lab.invocations()).not.toContain('NotificationService');
    }));

  it('never takes more stock than there is', () =>
    inFork(async (lab) => {
      const seen = await lab.watchBus();
      await lab.place(order({ items: [{ productId: 'book', quantity: 101 }] }));
      await lab.cloud.settled();
      await lab.cloud.clock.advance(windowSeconds * 1_000);
      expect(await lab.stock('book')).toBe(100);
      expect((await seen())['Inventory Rejected']?.[0]).toMatchObject({ missing: ['book'] });
      expect(await lab.drain(lab.outputs['InventoryDeadLetterQueueUrl']!)).toEqual([]);
    }));

  it('puts a poisoned order aside after three receives', () =>
    inFork(async (lab) => {
      const deadLetters = lab.outputs['InventoryDeadLetterQueueUrl']!;
      const { data } = (await (await lab.place(order({ items: [{ productId: 'book', quantity: 0.5 }] }))).json()) as any;
      for (let receives = 1; receives <= 3; receives++) {
        await lab.cloud.clock.advance(windowSeconds * 1_000);
        expect(await lab.drain(deadLetters)).toEqual([]);
        await lab.cloud.clock.advance(visibilitySeconds * 1_000);
      }
      await lab.cloud.clock.advance(windowSeconds * 1_000);
      const [dead, ...others] = await lab.drain(deadLetters);
      expect(JSON.parse(dead!).detail.orderId).toBe(data.orderId);
      expect(others).toEqual([]);
      expect(await lab.stock('book')).toBe(100);
    }));

  it('shows every hop in one trace', () =>
    inFork(async (lab) => {
      const placed = await lab.place(order());
      await lab.cloud.clock.advance(windowSeconds * 1_000);
      const trace = lab.cloud.trace(placed.headers.get('x-amzn-requestid')!)!;
      expect(trace.roots).toHaveLength(1);
      const hops: string[] = [];
      const walk = (nodes: readonly TraceNode[], above: string): void => {
        for (const { record, effects } of nodes) {
          const here = `${above} > ${record.service} ${record.operation}`;
          hops.push(here);
          walk(effects, here);
        }
      };
      walk(trace.roots, '');
      const passes = (...names: string[]): boolean => hops.some((hop) => names.reduce((from, name) => (from < 0 ? -1 : hop.indexOf(name, from)), 0) >= 0);
      expect(passes('apigateway POST /orders', 'lambda ', 'dynamodb PutItem')).toBe(true);
      expect(passes('apigateway POST /orders', 'events PutEvents', 'lambda Invoke', 'events PutEvents', 'lambda Invoke', 'sns Publish')).toBe(true);
      expect(passes('apigateway POST /orders', 'events PutEvents', 'sqs SendMessage', 'lambda ', 'dynamodb TransactWriteItems')).toBe(true);
    }));

  it('has the tables, queues and retentions that its code asks for', () =>
    inFork(async ({ cloud }) => {
      const { Table } = await cloud.call('dynamodb', 'DescribeTable', { TableName: 'orders' });
      expect(Table.KeySchema).toEqual([
        { AttributeName: 'orderId', KeyType: 'HASH' },
        { AttributeName: 'createdAt', KeyType: 'RANGE' },
      ]);
      expect(Table.BillingModeSummary.BillingMode).toBe('PAY_PER_REQUEST');
      const { ContinuousBackupsDescription } = await cloud.call('dynamodb', 'DescribeContinuousBackups', { TableName: 'orders' });
      expect(ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus).toBe('ENABLED');
      const { Attributes } = await cloud.call('sqs', 'GetQueueAttributes', { QueueUrl: outputs['InventoryQueueUrl'], AttributeNames: ['All'] });
      expect(Attributes.VisibilityTimeout).toBe('300');
      expect(JSON.parse(Attributes.RedrivePolicy)).toEqual({ deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:inventory-dlq', maxReceiveCount: 3 });
      const { logGroups } = await cloud.call('logs', 'DescribeLogGroups', {});
      expect(logGroups.map(({ retentionInDays }: { retentionInDays: number }) => retentionInDays)).toEqual([7, 7, 7, 7, 7]);
    }));
});

describe('the template', () => {
  it('passes cfn-lint, as it will be deployed on AWS', { timeout: 60_000 }, () => {
    const { status, stdout, error } = spawnSync('cfn-lint', [join(assembly, 'Orders.template.json')], { encoding: 'utf8' });
    if (error) return console.log('Skipped: cfn-lint is not installed');
    expect([status, stdout]).toEqual([0, '']);
  });

  it('has no wildcard in what a function may do, and no secret in its environment', () => {
    const { Resources } = JSON.parse(readFileSync(join(assembly, 'Orders.template.json'), 'utf8')) as { Resources: Record<string, any> };
    const all = Object.values(Resources);
    const statements = all.filter(({ Type }) => Type === 'AWS::IAM::Policy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    expect(statements.filter(({ Action, Resource }) => Resource === '*' || [Action].flat().some((action: string) => /:\*$/.test(action)))).toEqual([]);
    const environments = all.filter(({ Type }) => Type === 'AWS::Lambda::Function').map(({ Properties }) => JSON.stringify(Properties.Environment ?? {}));
    expect(environments.filter((text) => text.includes('resolve:secretsmanager') || text.includes('SecretString'))).toEqual([]);
  });
});

describe('with policies enforced', { timeout: 60_000 }, () => {
  it('works, and keeps each function to its role', async () => {
    await using cloud = await Cloud.start({ clock: 'virtual', enforceIam: true });
    const [stack] = await cloud.deploy(assembly);
    const key = (await cloud.call('apigateway', 'GetApiKey', { apiKey: stack!.outputs['ApiKeyId'], includeValue: true }))['value'];
    const lab = new OrdersLab(cloud, stack!.outputs, key);
    await lab.setStock('book', 5);
    expect((await lab.place(order())).status).toBe(201);
    await cloud.clock.advance(windowSeconds * 1_000);
    expect(await lab.stock('book')).toBe(3);
    expect(lab.invocations()).toContain('NotificationService');

    const { Functions } = await cloud.call('lambda', 'ListFunctions', {});
    const asRoleOf = async (name: string) => {
      const { Role } = Functions.find(({ FunctionName }: { FunctionName: string }) => FunctionName.includes(name));
      const policies = await cloud.call('iam', 'ListRolePolicies', { RoleName: Role.split('/').at(-1) });
      const simulate = async (action: string) => {
        const { EvaluationResults } = await cloud.call('iam', 'SimulatePrincipalPolicy', {
          PolicySourceArn: Role,
          ActionNames: [action],
          ResourceArns: [`arn:aws:dynamodb:${cloud.region}:${cloud.account}:table/orders`],
        });
        return EvaluationResults[0].EvalDecision;
      };
      expect(policies['PolicyNames']).toHaveLength(1);
      return simulate;
    };
    const createOrder = await asRoleOf('CreateOrder');
    expect([await createOrder('dynamodb:PutItem'), await createOrder('dynamodb:GetItem')]).toEqual(['allowed', 'implicitDeny']);
    const getOrder = await asRoleOf('GetOrder');
    expect([await getOrder('dynamodb:Query'), await getOrder('dynamodb:PutItem')]).toEqual(['allowed', 'implicitDeny']);
  });
});
