import { DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Stack } from '@aws-sdk/client-cloudformation';
import { expect, it } from 'vitest';
import { startLab, template, thing } from './testing/things.js';
import type { Lab } from './testing/things.js';

const Bucket = 'templates';
const url = (key: string): string => `https://${Bucket}.s3.us-east-1.amazonaws.com/${key}`;

async function upload({ cloud }: Lab, templates: Record<string, string>): Promise<void> {
  await cloud.call('s3', 'CreateBucket', { Bucket });
  for (const [Key, text] of Object.entries(templates)) await cloud.call('s3', 'PutObject', { Bucket, Key, Body: Buffer.from(text) });
}

async function stackOf({ client }: Lab, StackName = 'shop'): Promise<Stack> {
  return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!;
}

const child = (more: object = {}): string =>
  template({ A: thing({ Size: { Ref: 'Size' }, ...more }) }, { Parameters: { Size: { Type: 'Number' } }, Outputs: { Size: { Value: { 'Fn::GetAtt': ['A', 'Size'] } } } });
const parent = (key: string, Size: number): string =>
  template(
    { Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url(key), Parameters: { Size } } }, B: thing({ Size: { 'Fn::GetAtt': ['Inner', 'Outputs.Size'] } }) },
    { Outputs: { Size: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Size'] } } } },
  );

it('nests a stack: made, changed and deleted with its parent', async () => {
  await using lab = await startLab();
  await upload(lab, { 'child.json': child() });
  const call = (operation: string, input: object): Promise<unknown> => lab.cloud.call('cloudformation', operation, { StackName: 'shop', ...input }).finally(() => lab.cloud.settled());
  await call('CreateStack', { TemplateBody: parent('child.json', 3) });
  expect(await stackOf(lab)).toMatchObject({ StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputValue: '3' }] });
  const { StackEvents } = await lab.client.send(new DescribeStackEventsCommand({ StackName: 'shop' }));
  const inner = StackEvents!.filter(({ LogicalResourceId }) => LogicalResourceId === 'Inner').reverse();
  expect(inner.map(({ ResourceStatus, ResourceStatusReason }) => [ResourceStatus, ResourceStatusReason])).toEqual([['CREATE_IN_PROGRESS', undefined], ['CREATE_IN_PROGRESS', 'Resource creation Initiated'], ['CREATE_COMPLETE', undefined]]);
  const innerId = inner[1]!.PhysicalResourceId!;
  expect(await stackOf(lab, innerId)).toMatchObject({ StackName: expect.stringMatching(/^shop-Inner-[A-Z0-9]{12}$/), ParentId: (await stackOf(lab)).StackId });
  await call('UpdateStack', { TemplateBody: parent('child.json', 4) });
  expect(await stackOf(lab)).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', Outputs: [{ OutputValue: '4' }] });
  expect([...lab.things.existing.values()].map(({ Size }) => Size)).toEqual([4, 4]);
  await call('DeleteStack', {});
  expect((await stackOf(lab, innerId)).StackStatus).toBe('DELETE_COMPLETE');
  expect(lab.things.existing.size).toBe(0);
});

it('fails with its nested stack, and goes back with it', async () => {
  await using lab = await startLab();
  await upload(lab, { 'good.json': child(), 'bad.json': child({ Fail: 'create', Fixed: 'new' }) });
  const send = async (operation: string, TemplateBody: string, StackName = 'shop'): Promise<Stack> => {
    await lab.cloud.call('cloudformation', operation, { StackName, TemplateBody });
    await lab.cloud.settled();
    return stackOf(lab, StackName);
  };
  expect((await send('CreateStack', parent('bad.json', 1), 'other')).StackStatus).toBe('ROLLBACK_COMPLETE');
  const { StackEvents } = await lab.client.send(new DescribeStackEventsCommand({ StackName: 'other' }));
  expect(StackEvents!.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')!.ResourceStatusReason).toMatch(
    /^Embedded stack arn:aws:cloudformation:\S+ was not successfully created: The following resource\(s\) failed to create: \[A\]\. $/,
  );
  expect(lab.things.existing.size).toBe(0);
  await send('CreateStack', parent('good.json', 1));
  expect((await send('UpdateStack', parent('bad.json', 2))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect([...lab.things.existing.values()]).toEqual([{ Size: 1 }, { Size: 1 }]);
});
