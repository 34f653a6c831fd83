import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const SecretId = 'a';
const [one, two, pending] = ['1', '2', '3'].map((digit) => digit.repeat(32)) as [string, string, string];

/** Versions 1 (previous), 2 (current) and 3 (pending). */
const start = async () => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const secrets = cloud.client(SecretsManager);
  await secrets.createSecret({ Name: SecretId, SecretString: '1', ClientRequestToken: one });
  await secrets.putSecretValue({ SecretId, SecretString: '2', ClientRequestToken: two });
  await secrets.putSecretValue({ SecretId, SecretString: '3', ClientRequestToken: pending, VersionStages: ['AWSPENDING'] });
  const stages = async () => (await secrets.describeSecret({ SecretId })).VersionIdsToStages;
  return { cloud, secrets, stages, [Symbol.asyncDispose]: () => cloud.close() };
};

describe('UpdateSecretVersionStage', () => {
  it('moves AWSCURRENT, and AWSPREVIOUS behind it', async () => {
    await using lab = await start();
    await lab.secrets.updateSecretVersionStage({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: pending, RemoveFromVersionId: two });
    expect(await lab.stages()).toEqual({ [two]: ['AWSPREVIOUS'], [pending]: ['AWSCURRENT', 'AWSPENDING'] });
    expect((await lab.secrets.getSecretValue({ SecretId })).SecretString).toBe('3');
    await lab.secrets.updateSecretVersionStage({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: two, RemoveFromVersionId: pending });
    expect((await lab.secrets.getSecretValue({ SecretId, VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('3');
  });

  it('adds and removes labels of one\'s own', async () => {
    await using lab = await start();
    await lab.secrets.updateSecretVersionStage({ SecretId, VersionStage: 'blue', MoveToVersionId: one });
    expect((await lab.secrets.getSecretValue({ SecretId, VersionStage: 'blue' })).SecretString).toBe('1');
    await lab.secrets.updateSecretVersionStage({ SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId: pending });
    expect(Object.keys((await lab.stages())!)).not.toContain(pending);
    const ids = async (IncludeDeprecated: boolean) => (await lab.secrets.listSecretVersionIds({ SecretId, IncludeDeprecated })).Versions!.map(({ VersionId }) => VersionId);
    expect([await ids(false), await ids(true)]).toEqual([[one, two], [one, two, pending]]);
  });

  it.each([
    [{ VersionStage: 'AWSCURRENT', MoveToVersionId: pending }, 'InvalidParameterException', `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${two}, so you must explicitly reference that version in RemoveFromVersionId.`],
    [{ VersionStage: 'AWSCURRENT', MoveToVersionId: pending, RemoveFromVersionId: one }, 'InvalidParameterException', 'not attached'],
    [{ VersionStage: 'AWSCURRENT', RemoveFromVersionId: two }, 'InvalidParameterException', "It can't be completely removed."],
    [{ VersionStage: 'blue', MoveToVersionId: 'x'.repeat(32) }, 'ResourceNotFoundException', 'VersionId'],
    [{ VersionStage: 'blue' }, 'InvalidParameterException', 'RemoveFromVersionId'],
  ])('refuses %j', async (input, name, message) => {
    await using lab = await start();
    const before = await lab.stages();
    await expect(lab.secrets.updateSecretVersionStage({ SecretId, ...input })).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    expect(await lab.stages()).toEqual(before);
  });

  it('allows twenty labels in all', async () => {
    await using lab = await start();
    for (let i = 0; i < 17; i++) await lab.secrets.updateSecretVersionStage({ SecretId, VersionStage: `l${i}`, MoveToVersionId: one });
    await expect(lab.secrets.updateSecretVersionStage({ SecretId, VersionStage: 'l17', MoveToVersionId: one })).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});

it('ListSecretVersionIds goes in pages, and says when a version was read', async () => {
  await using lab = await start();
  await lab.cloud.clock.advance(90_000_000);
  await lab.secrets.getSecretValue({ SecretId });
  const first = await lab.secrets.listSecretVersionIds({ SecretId, MaxResults: 2 });
  expect(first.Versions).toEqual([
    { VersionId: one, VersionStages: ['AWSPREVIOUS'], CreatedDate: new Date('2026-01-01T00:00:00Z'), KmsKeyIds: ['DefaultEncryptionKey'] },
    { VersionId: two, VersionStages: ['AWSCURRENT'], LastAccessedDate: new Date('2026-01-02T00:00:00Z'), CreatedDate: new Date('2026-01-01T00:00:00Z'), KmsKeyIds: ['DefaultEncryptionKey'] },
  ]);
  const second = await lab.secrets.listSecretVersionIds({ SecretId, NextToken: first.NextToken });
  expect([second.Versions!.map(({ VersionId }) => VersionId), second.NextToken]).toEqual([[pending], undefined]);
  await expect(lab.secrets.listSecretVersionIds({ SecretId, NextToken: '***' })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
  expect((await lab.secrets.describeSecret({ SecretId })).LastAccessedDate).toEqual(new Date('2026-01-02T00:00:00Z'));
});

it('the oldest of more than a hundred versions go once they are a day old', async () => {
  await using lab = await start();
  const count = async () => {
    let total = 0;
    for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
      const page = await lab.secrets.listSecretVersionIds({ SecretId, IncludeDeprecated: true, ...(NextToken && { NextToken }) });
      total += page.Versions!.length;
      NextToken = page.NextToken;
    }
    return total;
  };
  for (let i = 4; i <= 105; i++) await lab.secrets.putSecretValue({ SecretId, SecretString: String(i) });
  expect(await count()).toBe(105);
  await lab.cloud.clock.advance(86_400_001);
  await lab.secrets.putSecretValue({ SecretId, SecretString: '106' });
  expect(await count()).toBe(100);
  expect((await lab.secrets.getSecretValue({ SecretId, VersionStage: 'AWSPENDING' })).SecretString).toBe('3');
});
