import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, PutResourcePolicyCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
const key = { pk: { S: 'x' } };

async function start() {
  const cloud = await Cloud.start({ clock: 'virtual', enforceIam: true });
  const owner = cloud.client(DynamoDBClient);
  await owner.send(new CreateTableCommand({
    TableName: 'orders', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [{ IndexName: 'gsi', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], Projection: { ProjectionType: 'ALL' } }],
  }));
  await cloud.settled();
  return { cloud, owner, [Symbol.asyncDispose]: () => cloud.close() };
}

it('a role may do what its policy grants, on the table and on its indexes', async () => {
  await using lab = await start();
  const iam = lab.cloud.client(IAMClient);
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' }] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: trust }));
  const grant = (Resource: string[]) =>
    iam.send(new PutRolePolicyCommand({ RoleName: 'reader', PolicyName: 'read', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource }] }) }));
  await grant([arn]);
  const { Credentials } = await lab.cloud.client(STSClient).send(new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'test' }));
  const reader = lab.cloud.client(DynamoDBClient, { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretAccessKey!, sessionToken: Credentials!.SessionToken! });
  const query = (IndexName?: string) => reader.send(new QueryCommand({ TableName: 'orders', IndexName, KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': key.pk } }));
  expect((await query()).Count).toBe(0);
  await expect(query('gsi')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: `User: arn:aws:sts::000000000000:assumed-role/reader/test is not authorized to perform: dynamodb:Query on resource: ${arn}/index/gsi because no identity-based policy allows the dynamodb:Query action`,
  });
  await expect(reader.send(new PutItemCommand({ TableName: 'orders', Item: key }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await grant([arn, `${arn}/index/*`]);
  expect((await query('gsi')).Count).toBe(0);
});

it("another account needs the table's own policy", async () => {
  await using lab = await start();
  await lab.owner.send(new PutItemCommand({ TableName: 'orders', Item: key }));
  const stranger = lab.cloud.client(DynamoDBClient, { accessKeyId: '111111111111' });
  const read = () => stranger.send(new GetItemCommand({ TableName: arn, Key: key }));
  await expect(read()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'dynamodb:GetItem', Resource: arn }] });
  await lab.owner.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy }));
  expect((await read()).Item).toEqual(key);
});
