import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { SSM } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const start = async () => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const stacks = cloud.client(CloudFormation);
  const apply = async (verb: 'createStack' | 'updateStack', Properties: object) => {
    const Resources = { Size: { Type: 'AWS::SSM::Parameter', Properties } };
    const Outputs = { Name: { Value: { Ref: 'Size' } }, Both: { Value: { 'Fn::Sub': '${Size.Type} ${Size.Value}' } } };
    const input = { StackName: 'shop', TemplateBody: JSON.stringify({ Resources, Outputs }) };
    await (verb === 'createStack' ? stacks.createStack(input) : stacks.updateStack(input));
    await cloud.settled();
    const { Stacks } = await stacks.describeStacks({ StackName: 'shop' });
    const { StackEvents } = await stacks.describeStackEvents({ StackName: 'shop' });
    const failure = StackEvents!.find(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED'))?.ResourceStatusReason;
    return { status: Stacks![0]!.StackStatus, outputs: Object.fromEntries((Stacks![0]!.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])), failure };
  };
  return { cloud, stacks, ssm: cloud.client(SSM), apply, [Symbol.asyncDispose]: () => cloud.close() };
};

it('a parameter is made, updated in place and deleted', async () => {
  await using lab = await start();
  const Name = '/orders/size';
  const first = { Name, Type: 'String', Value: '1', Description: 'd', Tags: { team: 'a', gone: 'x' } };
  expect(await lab.apply('createStack', first)).toMatchObject({ status: 'CREATE_COMPLETE', outputs: { Name, Both: 'String 1' } });
  expect(await lab.apply('updateStack', { Name, Type: 'String', Value: '2', Tags: { team: 'b' } })).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: { Name, Both: 'String 2' } });
  expect((await lab.ssm.getParameter({ Name })).Parameter).toMatchObject({ Value: '2', Version: 2 });
  expect((await lab.ssm.listTagsForResource({ ResourceType: 'Parameter', ResourceId: Name })).TagList).toEqual([{ Key: 'team', Value: 'b' }]);
  await lab.stacks.deleteStack({ StackName: 'shop' });
  await lab.cloud.settled();
  await expect(lab.ssm.getParameter({ Name })).rejects.toMatchObject({ name: 'ParameterNotFound' });
});

it('a parameter without a name gets one', async () => {
  await using lab = await start();
  const { outputs } = await lab.apply('createStack', { Type: 'StringList', Value: 'a,b' });
  expect(outputs['Name']).toMatch(/^CFN-Size-[A-Za-z0-9]{12}$/);
  expect((await lab.ssm.getParameter({ Name: outputs['Name']! })).Parameter).toMatchObject({ Type: 'StringList', Value: 'a,b' });
});

it.each([
  [{ Type: 'SecureString', Value: 'x' }, 'SSM Parameters of type SecureString cannot be created using CloudFormation'],
  [{ Name: '/taken', Type: 'String', Value: 'x' }, 'The parameter already exists'],
])('%j fails the stack, and touches nothing', async (properties, message) => {
  await using lab = await start();
  await lab.ssm.putParameter({ Name: '/taken', Type: 'String', Value: 'mine' });
  const { status, failure } = await lab.apply('createStack', properties);
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(failure).toContain(message);
  expect((await lab.ssm.describeParameters({})).Parameters).toHaveLength(1);
  expect((await lab.ssm.getParameter({ Name: '/taken' })).Parameter!.Value).toBe('mine');
});
