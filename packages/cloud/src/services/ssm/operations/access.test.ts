import { IAM } from '@aws-sdk/client-iam';
import { SSM } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const root = 'arn:aws:ssm:us-east-1:000000000000:parameter';

/** IAM is enforced; `ana` may do these on that. */
const start = async (Action: readonly string[], Resource: string) => {
  const cloud = await Cloud.start({ clock: 'virtual', enforceIam: true });
  const iam = cloud.client(IAM);
  const ssm = cloud.client(SSM);
  for (const Name of ['/orders/size', '/orders/name', '/other']) await ssm.putParameter({ Name, Value: 'v', Type: 'String' });
  await iam.createUser({ UserName: 'ana' });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'ana' });
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
  await iam.putUserPolicy({ UserName: 'ana', PolicyName: 'p', PolicyDocument });
  const ana = cloud.client(SSM, { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! });
  return { ana, [Symbol.asyncDispose]: () => cloud.close() };
};

const denied = { name: 'AccessDeniedException' };

it('a grant of one parameter holds for its name, its ARN and its versions, and for nothing else', async () => {
  await using lab = await start(['ssm:GetParameter', 'ssm:GetParameters'], `${root}/orders/size`);
  for (const Name of ['/orders/size', '/orders/size:1', `${root}/orders/size`, `${root}/orders/size:1`]) {
    expect((await lab.ana.getParameter({ Name })).Parameter!.Value).toBe('v');
  }
  await expect(lab.ana.getParameter({ Name: '/orders/name' })).rejects.toMatchObject(denied);
  await expect(lab.ana.getParameters({ Names: ['/orders/size', '/orders/name'] })).rejects.toMatchObject(denied);
  await expect(lab.ana.putParameter({ Name: '/orders/size', Value: 'w', Overwrite: true })).rejects.toMatchObject(denied);
});

it('a grant of a path allows to list it', async () => {
  await using lab = await start(['ssm:GetParametersByPath'], `${root}/orders`);
  for (const Path of ['/orders', '/orders/']) expect((await lab.ana.getParametersByPath({ Path })).Parameters).toHaveLength(2);
  await expect(lab.ana.getParametersByPath({ Path: '/' })).rejects.toMatchObject(denied);
});

it('tags at creation need their own permission', async () => {
  await using lab = await start(['ssm:PutParameter'], `${root}/*`);
  await lab.ana.putParameter({ Name: '/new', Value: 'v', Type: 'String' });
  await expect(lab.ana.putParameter({ Name: '/newer', Value: 'v', Type: 'String', Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toMatchObject(denied);
});
