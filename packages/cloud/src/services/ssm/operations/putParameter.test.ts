import { SSM } from '@aws-sdk/client-ssm';
import type { PutParameterCommandInput } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const start = async () => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  return { cloud, ssm: cloud.client(SSM), [Symbol.asyncDispose]: () => cloud.close() };
};

const levels = (count: number) => '/l'.repeat(count);
const tags = [{ Key: 'team', Value: 'orders' }];

describe('PutParameter refuses', () => {
  it.each<[Partial<PutParameterCommandInput>, string, string]>([
    [{ Name: 'awsThing' }, 'ValidationException', 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).'],
    [{ Name: '/SSM-thing' }, 'ValidationException', 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).'],
    [{ Name: '/ssm/thing' }, 'ValidationException', 'can\'t be prefixed with "ssm"'],
    [{ Name: '/aws/thing' }, 'AccessDeniedException', 'No access to reserved parameter name: /aws/thing.'],
    [{ Name: 'a/b' }, 'ValidationException', 'Parameter name must be a fully qualified name.'],
    [{ Name: 'a b' }, 'ValidationException', 'sub-path'],
    [{ Name: '/a//b' }, 'ValidationException', 'sub-path'],
    [{ Name: '/a/b/' }, 'ValidationException', 'sub-path'],
    [{ Name: 'a:1' }, 'ValidationException', 'sub-path'],
    [{ Name: levels(16) }, 'HierarchyLevelLimitExceededException', '15 levels'],
    [{ Name: 'n'.repeat(967) }, 'ValidationException', '1011'],
    [{ Type: undefined }, 'ValidationException', 'A parameter type is required when you create a parameter.'],
    [{ Type: 'Text' as 'String' }, 'ValidationException', "Value 'Text' at 'type' failed to satisfy constraint: Member must satisfy enum value set"],
    [{ Value: '' }, 'ValidationException', "Value '' at 'value'"],
    [{ Value: 'x'.repeat(4_097) }, 'ValidationException', 'Standard tier parameters support a maximum parameter value of 4096 characters.'],
    [{ Value: 'x'.repeat(8_193), Tier: 'Advanced' }, 'ValidationException', '8192'],
    [{ KeyId: 'alias/mine' }, 'ValidationException', 'KeyId is required for SecureString type parameter only.'],
    [{ DataType: 'Text' }, 'ValidationException', 'The following data type is not supported: Text (Data type names are all lowercase.)'],
    [{ DataType: 'aws:ec2:image' }, 'NotImplementedException', 'aws:ec2:image'],
    [{ Policies: '[]' }, 'NotImplementedException', 'Policies'],
    [{ AllowedPattern: '[a-' }, 'InvalidAllowedPatternException', 'regular expression'],
    [{ AllowedPattern: '[0-9]+', Value: '12a' }, 'ParameterPatternMismatchException', 'Parameter value, cannot be validated against allowedPattern: [0-9]+'],
    [{ AllowedPattern: '(a+)+b', Value: 'a'.repeat(4_000) }, 'ValidationException', 'took more than'],
    [{ Overwrite: true, Tags: tags }, 'ValidationException', "tags and overwrite can't be used together"],
    [{ Tags: [{ Key: 'aws:x', Value: 'y' }] }, 'ValidationException', 'aws:'],
    [{ Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' })) }, 'TooManyTagsError', 'too many tags'],
  ])('%j', async (input, name, message) => {
    await using lab = await start();
    const put = lab.ssm.putParameter({ Name: 'a', Value: 'v', Type: 'String', ...input });
    await expect(put).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    expect((await lab.ssm.describeParameters({})).Parameters).toEqual([]);
  });
});

describe('PutParameter', () => {
  it.each([levels(15), 'n'.repeat(966), 'A-b_c.9'])('takes the name %s', async (Name) => {
    await using lab = await start();
    await lab.ssm.putParameter({ Name: ` ${Name} `, Value: 'v', Type: 'String' });
    expect((await lab.ssm.getParameter({ Name })).Parameter!.Name).toBe(Name);
  });

  it('keeps what an overwrite does not mention', async () => {
    await using lab = await start();
    const Name = '/a/b';
    await lab.ssm.putParameter({ Name, Value: '12', Type: 'SecureString', KeyId: 'alias/mine', Description: 'd', AllowedPattern: '[0-9]+', Tags: tags });
    await expect(lab.ssm.putParameter({ Name, Value: 'twelve', Overwrite: true })).rejects.toMatchObject({ name: 'ParameterPatternMismatchException' });
    await lab.ssm.putParameter({ Name, Value: '13', Overwrite: true });
    expect((await lab.ssm.describeParameters({})).Parameters).toMatchObject([
      { Name, Type: 'SecureString', KeyId: 'alias/mine', Description: 'd', AllowedPattern: '[0-9]+', Version: 2, LastModifiedUser: 'arn:aws:iam::000000000000:root' },
    ]);
    expect((await lab.ssm.listTagsForResource({ ResourceType: 'Parameter', ResourceId: Name })).TagList).toEqual(tags);
  });

  it('raises the tier where asked or needed, and never lowers it', async () => {
    await using lab = await start();
    const big = 'x'.repeat(4_097);
    expect((await lab.ssm.putParameter({ Name: 'a', Value: 'v', Type: 'String', Tier: 'Intelligent-Tiering' })).Tier).toBe('Standard');
    expect((await lab.ssm.putParameter({ Name: 'a', Value: big, Tier: 'Intelligent-Tiering', Overwrite: true })).Tier).toBe('Advanced');
    expect((await lab.ssm.putParameter({ Name: 'a', Value: 'v', Overwrite: true })).Tier).toBe('Advanced');
    await expect(lab.ssm.putParameter({ Name: 'a', Value: 'v', Tier: 'Standard', Overwrite: true })).rejects.toThrow("can't downgrade a parameter");
  });

  it('keeps a hundred versions, as long as the oldest has no label', async () => {
    await using lab = await start();
    await lab.ssm.putParameter({ Name: 'a', Value: '1', Type: 'String' });
    for (let i = 2; i <= 101; i++) await lab.ssm.putParameter({ Name: 'a', Value: String(i), Overwrite: true });
    await expect(lab.ssm.getParameter({ Name: 'a:1' })).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
    expect((await lab.ssm.getParameter({ Name: 'a:2' })).Parameter!.Value).toBe('2');
    await lab.ssm.labelParameterVersion({ Name: 'a', ParameterVersion: 2, Labels: ['kept'] });
    await expect(lab.ssm.putParameter({ Name: 'a', Value: '102', Overwrite: true })).rejects.toMatchObject({
      name: 'ParameterMaxVersionLimitExceeded', message: expect.stringContaining('Version 2, the oldest version'),
    });
    expect((await lab.ssm.getParameter({ Name: 'a' })).Parameter!.Version).toBe(101);
  });

  it('makes ten thousand standard parameters; Intelligent-Tiering goes on in the advanced tier', async () => {
    await using lab = await start();
    for (let i = 0; i < 10_000; i++) await lab.cloud.call('ssm', 'PutParameter', { Name: `p${i}`, Value: 'v', Type: 'String' });
    const one = { Name: 'more', Value: 'v', Type: 'String' } as const;
    await expect(lab.ssm.putParameter(one)).rejects.toMatchObject({
      name: 'ParameterLimitExceeded', message: expect.stringContaining('the maximum number of standard parameters for this AWS account and Region (10000)'),
    });
    expect((await lab.ssm.putParameter({ ...one, Tier: 'Intelligent-Tiering' })).Tier).toBe('Advanced');
    await lab.ssm.putParameter({ Name: 'p0', Value: 'w', Overwrite: true });
    await lab.ssm.deleteParameter({ Name: 'p1' });
    expect((await lab.ssm.putParameter({ ...one, Name: 'again' })).Tier).toBe('Standard');
  });
});
