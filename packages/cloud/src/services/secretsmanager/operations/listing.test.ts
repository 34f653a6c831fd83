import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { Filter, ListSecretsCommandInput } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

/** Made in this order, a second apart. */
const start = async () => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const secrets = cloud.client(SecretsManager);
  for (const [Name, Description, tag] of [
    ['prod/db', 'Orders database', 'orders'],
    ['test/db', 'orders for tests', 'Orders'],
    ['prod/api', 'Payment key', 'payments'],
  ] as const) {
    await secrets.createSecret({ Name, Description, Tags: [{ Key: 'team', Value: tag }], SecretString: `value of ${Name}` });
    await cloud.clock.advance(1_000);
  }
  return { cloud, secrets, [Symbol.asyncDispose]: () => cloud.close() };
};

const namesOf = (found: readonly { Name?: string | undefined }[] | undefined) => found?.map(({ Name }) => Name);

describe('ListSecrets', () => {
  it.each<[Filter[], string[]]>([
    [[{ Key: 'name', Values: ['prod/'] }], ['prod/db', 'prod/api']],
    [[{ Key: 'name', Values: ['Prod'] }], []],
    [[{ Key: 'name', Values: ['!prod'] }], ['test/db']],
    [[{ Key: 'description', Values: ['ORDERS'] }], ['prod/db', 'test/db']],
    [[{ Key: 'tag-value', Values: ['orders', 'pay'] }], ['prod/db', 'prod/api']],
    [[{ Key: 'tag-key', Values: ['team'] }, { Key: 'name', Values: ['test'] }], ['test/db']],
    [[{ Key: 'all', Values: ['api payment'] }], ['prod/api']],
    [[{ Key: 'owning-service', Values: ['rds'] }], []],
  ])('finds by %j', async (Filters, names) => {
    await using lab = await start();
    const { SecretList } = await lab.secrets.listSecrets({ Filters });
    expect(namesOf(SecretList)).toEqual(names);
    expect(JSON.stringify(SecretList)).not.toContain('value of');
  });

  it.each<[ListSecretsCommandInput, string[]]>([
    [{}, ['prod/db', 'test/db', 'prod/api']],
    [{ SortOrder: 'desc' }, ['prod/api', 'test/db', 'prod/db']],
    [{ SortBy: 'name' }, ['prod/api', 'prod/db', 'test/db']],
    [{ SortBy: 'last-changed-date', SortOrder: 'desc' }, ['prod/db', 'prod/api', 'test/db']],
  ])('sorts by %j, in pages too', async (input, names) => {
    await using lab = await start();
    await lab.secrets.tagResource({ SecretId: 'prod/db', Tags: [{ Key: 'x', Value: 'y' }] });
    expect(namesOf((await lab.secrets.listSecrets(input)).SecretList)).toEqual(names);
    const first = await lab.secrets.listSecrets({ ...input, MaxResults: 2 });
    const second = await lab.secrets.listSecrets({ ...input, MaxResults: 2, NextToken: first.NextToken });
    expect([...namesOf(first.SecretList)!, ...namesOf(second.SecretList)!]).toEqual(names);
  });

  it('leaves out what is being deleted, unless asked', async () => {
    await using lab = await start();
    await lab.secrets.deleteSecret({ SecretId: 'test/db' });
    expect(namesOf((await lab.secrets.listSecrets({})).SecretList)).toEqual(['prod/db', 'prod/api']);
    const { SecretList } = await lab.secrets.listSecrets({ IncludePlannedDeletion: true });
    expect(SecretList!.find(({ Name }) => Name === 'test/db')!.DeletedDate).toEqual(new Date('2026-01-01T00:00:03Z'));
  });

  it('shows tags as they are after changes', async () => {
    await using lab = await start();
    await lab.secrets.tagResource({ SecretId: 'prod/api', Tags: [{ Key: 'stage', Value: 'prod' }, { Key: 'team', Value: 'other' }] });
    await lab.secrets.untagResource({ SecretId: 'prod/api', TagKeys: ['stage', 'none'] });
    expect((await lab.secrets.describeSecret({ SecretId: 'prod/api' })).Tags).toEqual([{ Key: 'team', Value: 'other' }]);
    await expect(lab.secrets.tagResource({ SecretId: 'prod/api', Tags: [{ Key: 'aws:x', Value: '1' }] })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('BatchGetSecretValue', () => {
  it('gives what it can, and says what it cannot', async () => {
    await using lab = await start();
    await lab.secrets.deleteSecret({ SecretId: 'prod/api' });
    const { SecretValues, Errors } = await lab.secrets.batchGetSecretValue({ SecretIdList: ['test/db', 'none', 'prod/api', 'prod/db'] });
    expect(SecretValues!.map(({ SecretString }) => SecretString)).toEqual(['value of test/db', 'value of prod/db']);
    expect(Errors).toEqual([
      { SecretId: 'none', ErrorCode: 'ResourceNotFoundException', Message: "Secrets Manager can't find the specified secret." },
      { SecretId: 'prod/api', ErrorCode: 'InvalidRequestException', Message: expect.stringContaining('marked for deletion') },
    ]);
  });

  it('finds by filter, in pages', async () => {
    await using lab = await start();
    const Filters: Filter[] = [{ Key: 'name', Values: ['prod'] }];
    const first = await lab.secrets.batchGetSecretValue({ Filters, MaxResults: 1 });
    const second = await lab.secrets.batchGetSecretValue({ Filters, MaxResults: 1, NextToken: first.NextToken });
    expect([first, second].map(({ SecretValues }) => namesOf(SecretValues))).toEqual([['prod/db'], ['prod/api']]);
    expect(second.NextToken).toBeUndefined();
  });

  it.each([[{}], [{ SecretIdList: ['a'], Filters: [{ Key: 'name' as const, Values: ['a'] }] }], [{ SecretIdList: ['a'], MaxResults: 1 }]])('refuses %j', async (input) => {
    await using lab = await start();
    await expect(lab.secrets.batchGetSecretValue(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('what is not there', () => {
  it.each([
    ['a replica', { AddReplicaRegions: [{ Region: 'eu-west-1' }] }],
    ['a managed external secret', { Type: 'SomePartner' }],
  ])('%s is refused by name', async (_what, input) => {
    await using lab = await start();
    await expect(lab.secrets.createSecret({ Name: 'x', ...input })).rejects.toMatchObject({ name: 'NotImplementedException' });
  });

  it('rotation is refused by name', async () => {
    await using lab = await start();
    await expect(lab.secrets.rotateSecret({ SecretId: 'prod/db' })).rejects.toMatchObject({ name: 'NotImplementedException', message: expect.stringContaining('RotateSecret') });
  });

  it.each(['a b', 'a:b', 'ümlaut', 'a*'])('a secret named %s', async (Name) => {
    await using lab = await start();
    await expect(lab.secrets.createSecret({ Name })).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('Invalid name.') });
  });
});
