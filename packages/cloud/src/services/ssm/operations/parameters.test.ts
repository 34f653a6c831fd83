import { SSM } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const start = async () => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  return { cloud, ssm: cloud.client(SSM), [Symbol.asyncDispose]: () => cloud.close() };
};

describe('PutParameter and GetParameter', () => {
  it('keep versions, and read them by number', async () => {
    await using lab = await start();
    expect(await lab.ssm.putParameter({ Name: '/orders/table', Value: 'one', Type: 'String' })).toMatchObject({ Version: 1, Tier: 'Standard' });
    await lab.cloud.clock.advance(1_000);
    expect(await lab.ssm.putParameter({ Name: '/orders/table', Value: 'two', Overwrite: true })).toMatchObject({ Version: 2 });
    const { Parameter } = await lab.ssm.getParameter({ Name: '/orders/table' });
    expect(Parameter).toEqual({
      Name: '/orders/table',
      Type: 'String',
      Value: 'two',
      Version: 2,
      LastModifiedDate: new Date('2026-01-01T00:00:01Z'),
      ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/orders/table',
      DataType: 'text',
    });
    for (const Name of ['/orders/table:1', 'arn:aws:ssm:us-east-1:000000000000:parameter/orders/table:1']) {
      expect((await lab.ssm.getParameter({ Name })).Parameter).toMatchObject({ Name: '/orders/table', Value: 'one', Version: 1, Selector: ':1' });
    }
    await expect(lab.ssm.getParameter({ Name: '/orders/table:3' })).rejects.toMatchObject({
      name: 'ParameterVersionNotFound',
      message: 'Systems Manager could not find version 3 of /orders/table. Verify the version and try again.',
    });
  });

  it('overwrite only when told to', async () => {
    await using lab = await start();
    await lab.ssm.putParameter({ Name: 'a', Value: '1', Type: 'String' });
    for (const Name of ['a', '/a']) {
      await expect(lab.ssm.putParameter({ Name, Value: '2', Type: 'String' })).rejects.toMatchObject({
        name: 'ParameterAlreadyExists',
        message: 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      });
    }
    expect((await lab.ssm.getParameter({ Name: 'a' })).Parameter).toMatchObject({ Value: '1', Version: 1 });
  });

  it.each(['/none', '/aws/service/ami-amazon-linux-latest/al2023', 'arn:aws:ssm:us-west-2:000000000000:parameter/a'])('find no %s', async (Name) => {
    await using lab = await start();
    await lab.ssm.putParameter({ Name: 'a', Value: '1', Type: 'String' });
    await expect(lab.ssm.getParameter({ Name })).rejects.toMatchObject({ name: 'ParameterNotFound' });
    expect(await lab.ssm.getParameters({ Names: [Name, 'a', 'a:7', 'a:1:2'] })).toMatchObject({
      Parameters: [{ Name: 'a', Value: '1' }],
      InvalidParameters: [Name, 'a:7', 'a:1:2'],
    });
  });

  it('show a SecureString only to those who ask for it, and never in the journal', async () => {
    await using lab = await start();
    await lab.ssm.putParameter({ Name: 's', Value: 'very secret', Type: 'SecureString' });
    expect((await lab.ssm.getParameter({ Name: 's', WithDecryption: true })).Parameter!.Value).toBe('very secret');
    const hidden = (await lab.ssm.getParameter({ Name: 's' })).Parameter!;
    expect(hidden.Type).toBe('SecureString');
    expect(Buffer.from(hidden.Value!, 'base64').toString()).not.toContain('secret');
    expect(JSON.stringify([...lab.cloud.journal.records()])).not.toContain('very secret');
  });
});

it('DeleteParameter forgets every version', async () => {
  await using lab = await start();
  await lab.ssm.putParameter({ Name: '/a/b', Value: '1', Type: 'String' });
  await lab.ssm.putParameter({ Name: '/a/b', Value: '2', Overwrite: true });
  await lab.ssm.deleteParameter({ Name: '/a/b' });
  await expect(lab.ssm.deleteParameter({ Name: '/a/b' })).rejects.toMatchObject({ name: 'ParameterNotFound' });
  expect(await lab.ssm.putParameter({ Name: '/a/b', Value: '3', Type: 'StringList' })).toMatchObject({ Version: 1 });
  await expect(lab.ssm.getParameter({ Name: '/a/b:2' })).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
});
