import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import type { Stack } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';
import { readAnswer } from './internal/customResourceRequests.js';
import { template } from './testing/things.js';

const StackName = 'shop';
type Event = Record<string, any>;

/** A cloud with a function that answers custom resources; `answer` gives what it puts to the URL, or undefined for silence. */
async function startLab(answer: (event: Event) => object | string | undefined) {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const events: Event[] = [];
  const arn = await cloud.lambda('maker', async (event: Event) => {
    events.push(event);
    const body = answer(event);
    if (body === undefined) return;
    await cloud.fetch(event.ResponseURL, { method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body) });
  });
  const client = cloud.client(CloudFormationClient);
  const deploy = async (operation: 'create' | 'update', properties: object, more: object = {}): Promise<Stack> => {
    const TemplateBody = template({ C: { Type: 'Custom::Maker', Properties: { ServiceToken: arn, ...properties } } }, more);
    if (operation === 'create') await client.send(new CreateStackCommand({ StackName, TemplateBody }));
    else await client.send(new UpdateStackCommand({ StackName, TemplateBody }));
    await cloud.settled();
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!;
  };
  const reasons = async (): Promise<string[]> =>
    (await client.send(new DescribeStackEventsCommand({ StackName }))).StackEvents!.map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason = '' }) => `${LogicalResourceId} ${ResourceStatus} ${ResourceStatusReason}`.trim());
  return { cloud, client, events, arn, deploy, reasons, [Symbol.asyncDispose]: () => cloud.close() };
}

const done = (event: Event, PhysicalResourceId: string, Data: object = {}): object => ({
  Status: 'SUCCESS', PhysicalResourceId, StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId, Data,
});

describe('custom resources', () => {
  it('are made, changed, replaced and deleted by a function', async () => {
    await using lab = await startLab((event) => done(event, `made-${event.ResourceProperties.Kind}`, { Answer: event.ResourceProperties.Size, Deep: { Er: 'x' } }));
    const Outputs = { Id: { Value: { Ref: 'C' } }, Answer: { Value: { 'Fn::GetAtt': ['C', 'Answer'] } }, Deep: { Value: { 'Fn::GetAtt': ['C', 'Deep.Er'] } } };
    const outputs = (stack: Stack): object => Object.fromEntries(stack.Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
    const first = await lab.deploy('create', { Kind: 'a', Size: 3, On: true, List: [1, { x: false }] }, { Outputs });
    expect(outputs(first)).toEqual({ Id: 'made-a', Answer: '3', Deep: 'x' });
    expect(lab.events).toHaveLength(1);
    expect(lab.events[0]).toEqual({
      RequestType: 'Create', ServiceToken: lab.arn, StackId: first.StackId, RequestId: expect.stringMatching(/^[-0-9a-f]{36}$/), LogicalResourceId: 'C', ResourceType: 'Custom::Maker',
      ResponseURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/_terrella\/cfn-response\//),
      ResourceProperties: { ServiceToken: lab.arn, Kind: 'a', Size: '3', On: 'true', List: ['1', { x: 'false' }] },
    });
    expect(outputs(await lab.deploy('update', { Kind: 'a', Size: 4 }, { Outputs }))).toEqual({ Id: 'made-a', Answer: '4', Deep: 'x' });
    expect(lab.events[1]).toMatchObject({ RequestType: 'Update', PhysicalResourceId: 'made-a', OldResourceProperties: { Size: '3' } });
    expect(outputs(await lab.deploy('update', { Kind: 'b', Size: 4 }, { Outputs }))).toMatchObject({ Id: 'made-b' });
    expect(lab.events.slice(2).map(({ RequestType, PhysicalResourceId }) => [RequestType, PhysicalResourceId])).toEqual([['Update', 'made-a'], ['Delete', 'made-a']]);
    await lab.client.send(new DeleteStackCommand({ StackName }));
    await lab.cloud.settled();
    expect(lab.events.slice(4).map(({ RequestType, PhysicalResourceId }) => [RequestType, PhysicalResourceId])).toEqual([['Delete', 'made-b']]);
  });

  it('fail with what the function says, and are deleted by the id they were given', async () => {
    await using lab = await startLab((event) => (event.RequestType === 'Delete' ? done(event, event.PhysicalResourceId) : { Status: 'FAILED', Reason: 'no luck' }));
    expect((await lab.deploy('create', {})).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await lab.reasons()).toContain(`C CREATE_FAILED Received response status [FAILED] from custom resource. Message returned: no luck (RequestId: ${lab.events[0]!.RequestId})`);
    expect(lab.events[1]).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: expect.stringMatching(/^shop-C-[A-Z0-9]{12}$/) });
  });

  it('wait an hour for an answer, or for as long as ServiceTimeout says', async () => {
    await using lab = await startLab((event) => (event.RequestType === 'Delete' ? done(event, event.PhysicalResourceId) : undefined));
    expect((await lab.deploy('create', { ServiceTimeout: 60 })).StackStatus).toBe('CREATE_IN_PROGRESS');
    await lab.cloud.clock.advance(59_000);
    expect(await lab.reasons()).not.toContain('shop ROLLBACK_COMPLETE');
    await lab.cloud.clock.advance(1_000);
    expect((await lab.reasons())[0]).toBe('shop ROLLBACK_COMPLETE');
    expect((await lab.reasons()).some((reason) => reason.startsWith(`C CREATE_FAILED CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${lab.events[0]!.RequestId}].`))).toBe(true);
  });

  it('stop waiting when another resource fails', async () => {
    await using lab = await startLab((event) => (event.RequestType === 'Delete' ? done(event, event.PhysicalResourceId) : undefined));
    const TemplateBody = template({
      C: { Type: 'Custom::Maker', Properties: { ServiceToken: lab.arn } },
      Bad: { Type: 'AWS::CloudFormation::CustomResource', Properties: { ServiceToken: 'arn:aws:kinesis:us-east-1:000000000000:stream/x' } },
    });
    await lab.client.send(new CreateStackCommand({ StackName, TemplateBody }));
    await lab.cloud.settled();
    const reasons = await lab.reasons();
    expect(reasons[0]).toBe('shop ROLLBACK_COMPLETE');
    expect(reasons).toContain('C CREATE_FAILED Resource creation cancelled');
    expect(reasons.find((reason) => reason.startsWith('Bad CREATE_FAILED'))).toContain('Invalid service token.');
    expect(lab.events.map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
  });

  it('refuse a second answer and one to a URL that is over', async () => {
    let url = '';
    await using lab = await startLab((event) => {
      url = event.ResponseURL;
      return done(event, 'made');
    });
    await lab.deploy('create', {});
    const late = await lab.cloud.fetch(url, { method: 'PUT', body: '{}' });
    expect(late.ok).toBe(false);
  });

  it.each<[string, object]>([
    ['nonsense', { failure: 'Invalid response object: it is not JSON' }],
    ['[]', { failure: 'Invalid response object: it is no JSON object' }],
    ['{"Status":"SUCCESS","PhysicalResourceId":"p","Data":"text"}', { physicalId: 'p', failure: 'Data returned must be an object' }],
    ['{"Status":"OK"}', { failure: 'Invalid response object: Status must be SUCCESS or FAILED' }],
    [`{"Status":"SUCCESS","Data":{"x":"${'x'.repeat(5_000)}"}}`, { failure: 'Response object is too long.' }],
    ['{"Status":"SUCCESS","PhysicalResourceId":"p"}', { physicalId: 'p', data: {} }],
  ])('read the answer %.40s', (body, answer) => {
    expect(readAnswer(body, 'request')).toEqual(answer);
  });
});

describe('wait conditions', () => {
  const TemplateBody = template(
    {
      Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
      Wait: { Type: 'AWS::CloudFormation::WaitCondition', Properties: { Handle: { Ref: 'Handle' }, Timeout: '600', Count: 2 } },
    },
    { Outputs: { Data: { Value: { 'Fn::GetAtt': ['Wait', 'Data'] } } } },
  );

  async function begin() {
    const cloud = await Cloud.start({ clock: 'virtual' });
    await cloud.call('cloudformation', 'CreateStack', { StackName, TemplateBody });
    await cloud.settled();
    const { StackResources } = await cloud.call('cloudformation', 'DescribeStackResources', { StackName, LogicalResourceId: 'Handle' });
    const signal = (UniqueId: string, Status = 'SUCCESS'): Promise<Response> =>
      cloud.fetch(StackResources[0].PhysicalResourceId, { method: 'PUT', body: JSON.stringify({ Status, Reason: 'done', UniqueId, Data: `data of ${UniqueId}` }) });
    const stack = async (): Promise<Stack> => (await cloud.call('cloudformation', 'DescribeStacks', { StackName })).Stacks[0];
    return { cloud, signal, stack, [Symbol.asyncDispose]: () => cloud.close() };
  }

  it('wait for as many signals as they count', async () => {
    await using lab = await begin();
    for (const id of ['a', 'a', 'b']) {
      expect((await lab.stack()).StackStatus).toBe('CREATE_IN_PROGRESS');
      expect((await lab.signal(id)).status).toBe(200);
      await lab.cloud.settled();
    }
    expect(await lab.stack()).toMatchObject({ StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputValue: '{"a":"data of a","b":"data of b"}' }] });
  });

  it('fail when the time is over or a signal says so', async () => {
    await using slow = await begin();
    await slow.signal('a');
    await slow.cloud.clock.advance(600_000);
    expect((await slow.stack()).StackStatus).toBe('ROLLBACK_COMPLETE');
    const { StackEvents } = await slow.cloud.call('cloudformation', 'DescribeStackEvents', { StackName });
    expect(StackEvents.map((event: Record<string, string>) => event.ResourceStatusReason)).toContain('WaitCondition timed out. Received 1 conditions when expecting 2');
    await using bad = await begin();
    await bad.signal('a', 'FAILURE');
    await bad.cloud.settled();
    expect((await bad.stack()).StackStatus).toBe('ROLLBACK_COMPLETE');
  });
});
