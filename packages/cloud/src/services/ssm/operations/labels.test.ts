import { SSM } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const Name = '/orders/size';

/** Three versions: 1, 2, 3. */
const start = async () => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const ssm = cloud.client(SSM);
  await ssm.putParameter({ Name, Value: '1', Type: 'String' });
  for (const Value of ['2', '3']) await ssm.putParameter({ Name, Value, Overwrite: true });
  return { ssm, [Symbol.asyncDispose]: () => cloud.close() };
};

describe('labels', () => {
  it('pick a version, and move', async () => {
    await using lab = await start();
    expect(await lab.ssm.labelParameterVersion({ Name, ParameterVersion: 1, Labels: ['prod', 'old'] })).toMatchObject({ ParameterVersion: 1, InvalidLabels: [] });
    expect((await lab.ssm.getParameter({ Name: `${Name}:prod` })).Parameter).toMatchObject({ Value: '1', Selector: ':prod' });
    expect(await lab.ssm.labelParameterVersion({ Name, Labels: ['prod'] })).toMatchObject({ ParameterVersion: 3 });
    expect((await lab.ssm.getParameter({ Name: `${Name}:prod` })).Parameter!.Value).toBe('3');
    expect((await lab.ssm.getParameterHistory({ Name })).Parameters!.map(({ Version, Labels, Value }) => [Version, Labels, Value])).toEqual([
      [1, ['old'], '1'], [2, [], '2'], [3, ['prod'], '3'],
    ]);
    await expect(lab.ssm.getParameter({ Name: `${Name}:none` })).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
  });

  it('are refused one by one', async () => {
    await using lab = await start();
    const Labels = ['ok', '1st', 'awsome', 'SSM', 'with space', 'a.b-c_1'];
    expect((await lab.ssm.labelParameterVersion({ Name, Labels })).InvalidLabels).toEqual(['1st', 'awsome', 'SSM', 'with space']);
    const eleven = Array.from({ length: 9 }, (_, i) => `l${i}`);
    await expect(lab.ssm.labelParameterVersion({ Name, Labels: eleven })).rejects.toMatchObject({ name: 'ParameterVersionLabelLimitExceeded' });
    await expect(lab.ssm.labelParameterVersion({ Name, ParameterVersion: 4, Labels: ['x'] })).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
    await expect(lab.ssm.labelParameterVersion({ Name: '/none', Labels: ['x'] })).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('come off again', async () => {
    await using lab = await start();
    await lab.ssm.labelParameterVersion({ Name, Labels: ['a', 'b'] });
    expect(await lab.ssm.unlabelParameterVersion({ Name, ParameterVersion: 3, Labels: ['a', 'c'] })).toMatchObject({ RemovedLabels: ['a'], InvalidLabels: ['c'] });
    await expect(lab.ssm.getParameter({ Name: `${Name}:a` })).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
    expect((await lab.ssm.getParameter({ Name: `${Name}:b` })).Parameter!.Value).toBe('3');
  });
});

it('GetParameterHistory goes in pages', async () => {
  await using lab = await start();
  const first = await lab.ssm.getParameterHistory({ Name, MaxResults: 2 });
  const second = await lab.ssm.getParameterHistory({ Name, MaxResults: 2, NextToken: first.NextToken });
  expect([first, second].map(({ Parameters }) => Parameters!.map(({ Version }) => Version))).toEqual([[1, 2], [3]]);
  expect(second.NextToken).toBeUndefined();
  await expect(lab.ssm.getParameterHistory({ Name, NextToken: 'eA' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
});

it('DeleteParameters says which were there', async () => {
  await using lab = await start();
  expect(await lab.ssm.deleteParameters({ Names: [Name, 'none', `${Name}:1`] })).toMatchObject({ DeletedParameters: [Name], InvalidParameters: ['none', `${Name}:1`] });
  await expect(lab.ssm.getParameterHistory({ Name })).rejects.toMatchObject({ name: 'ParameterNotFound' });
});

it('tags are added, replaced and removed', async () => {
  await using lab = await start();
  const target = { ResourceType: 'Parameter', ResourceId: Name } as const;
  await lab.ssm.addTagsToResource({ ...target, Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] });
  await lab.ssm.addTagsToResource({ ...target, Tags: [{ Key: 'a', Value: '3' }] });
  await lab.ssm.addTagsToResource({ ...target, Tags: [{ Key: '__proto__', Value: 'x' }] });
  expect((await lab.ssm.listTagsForResource(target)).TagList).toContainEqual({ Key: '__proto__', Value: 'x' });
  await lab.ssm.removeTagsFromResource({ ...target, TagKeys: ['b', 'c', '__proto__'] });
  expect((await lab.ssm.listTagsForResource(target)).TagList).toEqual([{ Key: 'a', Value: '3' }]);
  await expect(lab.ssm.listTagsForResource({ ...target, ResourceId: '/none' })).rejects.toMatchObject({ name: 'InvalidResourceId' });
  await expect(lab.ssm.listTagsForResource({ ResourceType: 'Document', ResourceId: 'd' })).rejects.toMatchObject({ name: 'NotImplementedException' });
});
