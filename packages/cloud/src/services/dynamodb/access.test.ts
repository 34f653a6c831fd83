import { expect, it } from 'vitest';
import { dynamodb } from './index.js';

const scope = { account: '000000000000', region: 'us-east-1' };
const arn = (name: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;
const one = { TableName: 'one', Key: {} };

/** What IAM is asked, as `action resource`: the operation's own answer, or the dispatcher's default. */
function accesses(operation: string, input: object): string[] {
  const { access, resource } = dynamodb.operations[operation]!;
  const asked = access?.(input, scope) ?? [{ action: `dynamodb:${operation}`, resource: resource?.(input, scope) ?? '*' }];
  return asked.map((each) => `${each.action} ${each.resource}`);
}

it.each<[string, object, string[]]>([
  ['PutItem', { TableName: 'one' }, [`dynamodb:PutItem ${arn('one')}`]],
  ['GetItem', { TableName: 'arn:aws:dynamodb:us-east-1:111111111111:table/one' }, ['dynamodb:GetItem arn:aws:dynamodb:us-east-1:111111111111:table/one']],
  ['Query', { TableName: 'one' }, [`dynamodb:Query ${arn('one')}`]],
  ['Query', { TableName: 'one', IndexName: 'gsi' }, [`dynamodb:Query ${arn('one')}/index/gsi`]],
  ['Scan', { TableName: arn('one'), IndexName: 'gsi' }, [`dynamodb:Scan ${arn('one')}/index/gsi`]],
  ['BatchGetItem', { RequestItems: { one: {}, two: {} } }, [`dynamodb:BatchGetItem ${arn('one')}`, `dynamodb:BatchGetItem ${arn('two')}`]],
  ['BatchWriteItem', { RequestItems: { one: [], two: [] } }, [`dynamodb:BatchWriteItem ${arn('one')}`, `dynamodb:BatchWriteItem ${arn('two')}`]],
  [
    'TransactWriteItems',
    { TransactItems: [{ Put: one }, { Update: one }, { Delete: { ...one, TableName: 'two' } }, { ConditionCheck: one }, {}] },
    [`dynamodb:PutItem ${arn('one')}`, `dynamodb:UpdateItem ${arn('one')}`, `dynamodb:DeleteItem ${arn('two')}`, `dynamodb:ConditionCheckItem ${arn('one')}`],
  ],
  ['TransactGetItems', { TransactItems: [{ Get: one }] }, [`dynamodb:GetItem ${arn('one')}`]],
  ['ListTables', {}, ['dynamodb:ListTables *']],
  ['TagResource', { ResourceArn: arn('one') }, [`dynamodb:TagResource ${arn('one')}`]],
])('%s asks IAM about the right resources: %o', (operation, input, expected) => {
  expect(accesses(operation, input)).toEqual(expected);
});
