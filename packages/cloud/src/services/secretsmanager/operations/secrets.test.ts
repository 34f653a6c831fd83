import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const start = async () => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  return { cloud, secrets: cloud.client(SecretsManager), [Symbol.asyncDispose]: () => cloud.close() };
};

const dayMs = 86_400_000;

describe('CreateSecret and GetSecretValue', () => {
  it('keep text and bytes, found by name, whole ARN and ARN without its random end', async () => {
    await using lab = await start();
    const { ARN, VersionId } = await lab.secrets.createSecret({ Name: 'prod/db', SecretString: 'hunter2' });
    expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:prod\/db-[A-Za-z0-9]{6}$/);
    for (const SecretId of ['prod/db', ARN!, ARN!.slice(0, -7)]) {
      expect(await lab.secrets.getSecretValue({ SecretId })).toMatchObject({
        ARN, Name: 'prod/db', VersionId, SecretString: 'hunter2', VersionStages: ['AWSCURRENT'], CreatedDate: new Date('2026-01-01T00:00:00Z'),
      });
    }
    await lab.secrets.createSecret({ Name: 'bytes', SecretBinary: new Uint8Array([0, 255, 7]) });
    const read = await lab.secrets.getSecretValue({ SecretId: 'bytes' });
    expect([...read.SecretBinary!]).toEqual([0, 255, 7]);
    expect(read.SecretString).toBeUndefined();
  });

  it.each([
    ['none', {}, "Secrets Manager can't find the specified secret."],
    ['arn:aws:secretsmanager:us-east-1:000000000000:secret:a-AAAAAA', {}, "Secrets Manager can't find the specified secret."],
    ['arn:aws:secretsmanager:us-west-2:000000000000:secret:a', {}, "Secrets Manager can't find the specified secret."],
    ['empty', {}, "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"],
    ['a', { VersionStage: 'AWSPREVIOUS' }, "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS"],
    ['a', { VersionId: 'x'.repeat(32) }, `Secrets Manager can't find the specified secret value for VersionId: ${'x'.repeat(32)}`],
  ])('find no %s %j', async (SecretId, more, message) => {
    await using lab = await start();
    await lab.secrets.createSecret({ Name: 'a', SecretString: '1' });
    await lab.secrets.createSecret({ Name: 'empty' });
    await expect(lab.secrets.getSecretValue({ SecretId, ...more })).rejects.toMatchObject({ name: 'ResourceNotFoundException', message });
  });

  it('repeat a request of the same token, and refuse the same name otherwise', async () => {
    await using lab = await start();
    const input = { Name: 'a', SecretString: '1', ClientRequestToken: 't'.repeat(32) };
    const made = await lab.secrets.createSecret(input);
    expect(await lab.secrets.createSecret(input)).toMatchObject({ ARN: made.ARN, VersionId: input.ClientRequestToken });
    await expect(lab.secrets.createSecret({ Name: 'a', SecretString: '1' })).rejects.toMatchObject({
      name: 'ResourceExistsException', message: 'The operation failed because the secret a already exists.',
    });
    await expect(lab.secrets.createSecret({ ...input, SecretString: '2' })).rejects.toMatchObject({
      name: 'ResourceExistsException', message: expect.stringContaining(`You can't use ClientRequestToken ${input.ClientRequestToken}`),
    });
    await expect(lab.cloud.call('secretsmanager', 'CreateSecret', { Name: 'b', SecretString: '1' })).rejects.toMatchObject({
      code: 'InvalidRequestException', message: 'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
    });
  });

  it('name the key only where it is not the account\'s own', async () => {
    await using lab = await start();
    await lab.secrets.createSecret({ Name: 'a', KmsKeyId: 'alias/mine', SecretString: '1' });
    expect((await lab.secrets.describeSecret({ SecretId: 'a' })).KmsKeyId).toBe('alias/mine');
    await lab.secrets.updateSecret({ SecretId: 'a', KmsKeyId: 'alias/aws/secretsmanager', SecretString: '2' });
    expect((await lab.secrets.describeSecret({ SecretId: 'a' })).KmsKeyId).toBeUndefined();
    expect((await lab.secrets.listSecretVersionIds({ SecretId: 'a' })).Versions!.map(({ KmsKeyIds }) => KmsKeyIds)).toEqual([['alias/mine'], ['DefaultEncryptionKey']]);
  });

  it('never let a value into the journal or an error', async () => {
    await using lab = await start();
    await lab.secrets.createSecret({ Name: 'a', SecretString: 'tell-nobody' });
    await lab.secrets.getSecretValue({ SecretId: 'a' });
    for (const value of ['tell-nobody'.repeat(6_000), 'tell-nobody\u00e9'.repeat(5_400)]) {
      const refused = await lab.secrets.putSecretValue({ SecretId: 'a', SecretString: value }).catch((error: Error) => error);
      expect(refused).toMatchObject({ name: 'ValidationException' });
      expect(JSON.stringify(refused) + (refused as Error).message).not.toContain('tell-nobody');
    }
    expect(JSON.stringify([...lab.cloud.journal.records()])).not.toContain('tell-nobody');
  });
});

describe('versions', () => {
  it('move AWSCURRENT to the newest value and AWSPREVIOUS to the one before', async () => {
    await using lab = await start();
    const one = await lab.secrets.createSecret({ Name: 'a', SecretString: '1' });
    const two = await lab.secrets.putSecretValue({ SecretId: 'a', SecretString: '2' });
    expect(two.VersionStages).toEqual(['AWSCURRENT']);
    expect((await lab.secrets.describeSecret({ SecretId: 'a' })).VersionIdsToStages).toEqual({
      [one.VersionId!]: ['AWSPREVIOUS'], [two.VersionId!]: ['AWSCURRENT'],
    });
    const three = await lab.secrets.updateSecret({ SecretId: 'a', SecretString: '3', Description: 'third' });
    expect((await lab.secrets.getSecretValue({ SecretId: 'a', VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('2');
    expect((await lab.secrets.getSecretValue({ SecretId: 'a', VersionId: one.VersionId })).VersionStages ?? []).toEqual([]);
    expect(await lab.secrets.describeSecret({ SecretId: 'a' })).toMatchObject({ Description: 'third' });
    await expect(lab.secrets.getSecretValue({ SecretId: 'a', VersionId: three.VersionId, VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({
      name: 'InvalidRequestException', message: 'You provided a VersionStage that is not associated to the provided VersionId.',
    });
  });

  it('wait under a label of their own until they become current', async () => {
    await using lab = await start();
    await lab.secrets.createSecret({ Name: 'a' });
    expect((await lab.secrets.putSecretValue({ SecretId: 'a', SecretString: '1', VersionStages: ['AWSPENDING'] })).VersionStages).toEqual(['AWSCURRENT', 'AWSPENDING']);
    const pending = { SecretId: 'a', SecretString: '2', VersionStages: ['AWSPENDING'], ClientRequestToken: 'p'.repeat(32) };
    expect((await lab.secrets.putSecretValue(pending)).VersionStages).toEqual(['AWSPENDING']);
    expect((await lab.secrets.getSecretValue({ SecretId: 'a' })).SecretString).toBe('1');
    expect((await lab.secrets.putSecretValue({ ...pending, VersionStages: undefined })).VersionStages).toEqual(['AWSPENDING']);
    await expect(lab.secrets.putSecretValue({ ...pending, SecretString: '3' })).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });
});

describe('DeleteSecret', () => {
  it('keeps a secret for its recovery window on the cloud\'s clock', async () => {
    await using lab = await start();
    await lab.secrets.createSecret({ Name: 'a', SecretString: '1' });
    const { DeletionDate } = await lab.secrets.deleteSecret({ SecretId: 'a', RecoveryWindowInDays: 7 });
    expect(DeletionDate).toEqual(new Date('2026-01-08T00:00:00Z'));
    const marked = { name: 'InvalidRequestException', message: "You can't perform this operation on the secret because it was marked for deletion." };
    await expect(lab.secrets.getSecretValue({ SecretId: 'a' })).rejects.toMatchObject(marked);
    await expect(lab.secrets.putSecretValue({ SecretId: 'a', SecretString: '2' })).rejects.toMatchObject(marked);
    await expect(lab.secrets.deleteSecret({ SecretId: 'a' })).rejects.toMatchObject({ name: 'InvalidRequestException', message: expect.stringContaining('already scheduled') });
    await expect(lab.secrets.createSecret({ Name: 'a', SecretString: '1' })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: "You can't create this secret because a secret with this name is already scheduled for deletion.",
    });
    await lab.cloud.clock.advance(7 * dayMs - 1);
    expect((await lab.secrets.describeSecret({ SecretId: 'a' })).DeletedDate).toEqual(DeletionDate);
    await lab.cloud.clock.advance(1);
    await expect(lab.secrets.describeSecret({ SecretId: 'a' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await lab.secrets.createSecret({ Name: 'a', SecretString: 'new' });
  });

  it('is called off by RestoreSecret', async () => {
    await using lab = await start();
    await lab.secrets.createSecret({ Name: 'a', SecretString: '1' });
    await lab.secrets.deleteSecret({ SecretId: 'a' });
    await lab.cloud.clock.advance(29 * dayMs);
    await lab.secrets.restoreSecret({ SecretId: 'a' });
    await lab.cloud.clock.advance(2 * dayMs);
    expect((await lab.secrets.getSecretValue({ SecretId: 'a' })).SecretString).toBe('1');
    expect((await lab.secrets.describeSecret({ SecretId: 'a' })).DeletedDate).toBeUndefined();
  });

  it('frees the name at once when forced, also for a secret already on its way or not there', async () => {
    await using lab = await start();
    const { ARN } = await lab.secrets.createSecret({ Name: 'a', SecretString: '1' });
    await lab.secrets.deleteSecret({ SecretId: 'a' });
    await lab.secrets.deleteSecret({ SecretId: 'a', ForceDeleteWithoutRecovery: true });
    await lab.secrets.deleteSecret({ SecretId: 'a', ForceDeleteWithoutRecovery: true });
    const again = await lab.secrets.createSecret({ Name: 'a' });
    expect(again.ARN).not.toBe(ARN);
    await expect(lab.secrets.getSecretValue({ SecretId: 'a' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await lab.cloud.clock.advance(31 * dayMs);
    expect((await lab.secrets.describeSecret({ SecretId: 'a' })).ARN).toBe(again.ARN);
  });

  it.each([
    [{ RecoveryWindowInDays: 6 }, 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).'],
    [{ RecoveryWindowInDays: 31 }, 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).'],
    [{ RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }, "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."],
  ])('refuses %j', async (options, message) => {
    await using lab = await start();
    await lab.secrets.createSecret({ Name: 'a', SecretString: '1' });
    await expect(lab.secrets.deleteSecret({ SecretId: 'a', ...options })).rejects.toMatchObject({ name: 'InvalidParameterException', message });
    await lab.secrets.getSecretValue({ SecretId: 'a' });
  });
});
