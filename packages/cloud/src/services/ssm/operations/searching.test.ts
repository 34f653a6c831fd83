import { SSM } from '@aws-sdk/client-ssm';
import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const start = async (names: readonly string[] = ['plain', '/a/b', '/a/b/c', '/a/d', '/ab/x', '/top']) => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const ssm = cloud.client(SSM);
  for (const Name of names) await ssm.putParameter({ Name, Value: `value of ${Name}`, Type: 'String' });
  return { cloud, ssm, [Symbol.asyncDispose]: () => cloud.close() };
};

const namesOf = (found: readonly { Name?: string | undefined }[] | undefined) => found?.map(({ Name }) => Name);

describe('GetParametersByPath', () => {
  it.each([
    ['/a', false, ['/a/b', '/a/d']],
    ['/a/', false, ['/a/b', '/a/d']],
    ['/a', true, ['/a/b', '/a/b/c', '/a/d']],
    ['/', false, ['plain', '/top']],
    ['/', true, ['/a/b', '/a/b/c', '/a/d', '/ab/x', 'plain', '/top']],
    ['/none', true, []],
  ])('%s, recursive %s', async (Path, Recursive, names) => {
    await using lab = await start();
    expect(namesOf((await lab.ssm.getParametersByPath({ Path, Recursive })).Parameters)).toEqual(names);
  });

  it('goes in pages, through additions and deletions', async () => {
    await using lab = await start(Array.from({ length: 25 }, (_, i) => `/p/${String(i).padStart(2, '0')}`));
    const first = await lab.ssm.getParametersByPath({ Path: '/p' });
    expect(first.Parameters).toHaveLength(10);
    await lab.ssm.deleteParameter({ Name: '/p/09' });
    await lab.ssm.putParameter({ Name: '/p/00a', Value: 'v', Type: 'String' });
    const second = await lab.ssm.getParametersByPath({ Path: '/p', NextToken: first.NextToken });
    expect(namesOf(second.Parameters)![0]).toBe('/p/10');
    const third = await lab.ssm.getParametersByPath({ Path: '/p', NextToken: second.NextToken });
    expect([third.Parameters!.length, third.NextToken]).toEqual([5, undefined]);
    await expect(lab.ssm.getParametersByPath({ Path: '/p', NextToken: '***' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
    await expect(lab.ssm.getParametersByPath({ Path: '/p', MaxResults: 11 })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('hides secure values, and picks versions by label', async () => {
    await using lab = await start(['/a/b']);
    await lab.ssm.putParameter({ Name: '/a/b', Value: 'two', Overwrite: true });
    await lab.ssm.labelParameterVersion({ Name: '/a/b', ParameterVersion: 1, Labels: ['prod'] });
    await lab.ssm.putParameter({ Name: '/a/s', Value: 'hidden', Type: 'SecureString' });
    const ParameterFilters = [{ Key: 'Label', Values: ['prod'] }];
    expect((await lab.ssm.getParametersByPath({ Path: '/a', ParameterFilters })).Parameters).toMatchObject([{ Version: 1, Value: 'value of /a/b' }]);
    const values = async (WithDecryption: boolean) => (await lab.ssm.getParametersByPath({ Path: '/a', WithDecryption })).Parameters!.map(({ Value }) => Value);
    expect(await values(true)).toEqual(['two', 'hidden']);
    expect(await values(false)).not.toContain('hidden');
  });

  it.each([
    [{ Path: 'a' }, 'ValidationException'],
    [{ Path: '/a//b' }, 'ValidationException'],
    [{ Path: '/aws/service/ami-amazon-linux-latest' }, 'NotImplementedException'],
    [{ Path: '/a', ParameterFilters: [{ Key: 'Name', Values: ['x'] }] }, 'InvalidFilterKey'],
    [{ Path: '/a', ParameterFilters: [{ Key: 'Type', Values: ['Text'] }] }, 'InvalidFilterOption'],
  ])('refuses %j with %s', async (input, name) => {
    await using lab = await start();
    await expect(lab.ssm.getParametersByPath(input)).rejects.toMatchObject({ name });
  });
});

describe('DescribeParameters', () => {
  it.each<[ParameterStringFilter, string[]]>([
    [{ Key: 'Name', Values: ['/plain', 'top'] }, ['plain', '/top']],
    [{ Key: 'Name', Option: 'BeginsWith', Values: ['a'] }, ['/a/b', '/a/b/c', '/a/d', '/ab/x']],
    [{ Key: 'Name', Option: 'Contains', Values: ['/b'] }, ['/a/b', '/a/b/c']],
    [{ Key: 'Path', Values: ['/a'] }, ['/a/b', '/a/d']],
    [{ Key: 'Path', Option: 'Recursive', Values: ['/a', '/ab'] }, ['/a/b', '/a/b/c', '/a/d', '/ab/x']],
    [{ Key: 'Type', Values: ['SecureString'] }, ['/z']],
    [{ Key: 'KeyId', Option: 'BeginsWith', Values: ['alias/'] }, ['/z']],
    [{ Key: 'Tier', Values: ['Advanced'] }, ['/z']],
    [{ Key: 'tag:team' }, ['/z']],
    [{ Key: 'tag:team', Values: ['other'] }, []],
  ])('finds by %j', async (filter, names) => {
    await using lab = await start();
    await lab.ssm.putParameter({ Name: '/z', Value: 'v', Type: 'SecureString', Tier: 'Advanced', Tags: [{ Key: 'team', Value: 'orders' }] });
    const { Parameters } = await lab.ssm.describeParameters({ ParameterFilters: [filter] });
    expect(namesOf(Parameters)).toEqual(names);
    expect(JSON.stringify(Parameters)).not.toContain('value of');
  });

  it('takes the old filters, and pages', async () => {
    await using lab = await start();
    expect(namesOf((await lab.ssm.describeParameters({ Filters: [{ Key: 'Name', Values: ['/a/'] }] })).Parameters)).toEqual(['/a/b', '/a/b/c', '/a/d']);
    const first = await lab.ssm.describeParameters({ MaxResults: 4 });
    const second = await lab.ssm.describeParameters({ MaxResults: 4, NextToken: first.NextToken });
    expect([...namesOf(first.Parameters)!, ...namesOf(second.Parameters)!]).toEqual(['/a/b', '/a/b/c', '/a/d', '/ab/x', 'plain', '/top']);
    expect(second.NextToken).toBeUndefined();
  });

  it.each<[ParameterStringFilter[], string, string]>([
    [[{ Key: 'Label', Values: ['x'] }], 'InvalidFilterKey', 'The following filter key is not valid: Label.'],
    [[{ Key: 'Name' }], 'InvalidFilterValue', 'missing'],
    [[{ Key: 'Name', Option: 'Like', Values: ['x'] }], 'InvalidFilterOption', 'The following filter option is not valid: Like. Valid options include: [BeginsWith, Contains, Equals].'],
    [[{ Key: 'Name', Values: ['x'] }, { Key: 'Name', Values: ['y'] }], 'InvalidFilterKey', 'duplicated'],
    [[{ Key: 'Path', Values: ['/aws/x'] }], 'ValidationException', "can't be prefixed"],
    [[{ Key: 'Nope', Values: ['x'] }], 'ValidationException', 'tag:.+|Name|Type'],
  ])('refuses %j with %s', async (ParameterFilters, name, message) => {
    await using lab = await start();
    await expect(lab.ssm.describeParameters({ ParameterFilters })).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });
});
