import { describe, expect, it } from 'vitest';
import { meetsConditions } from './conditions.js';
import { RequestContext } from './context.js';
import { parsePolicy } from './parse.js';
import { conditionKeysOf } from './conditionKeys.js';

const conditionsOf = (block: object, version = '2012-10-17') =>
  parsePolicy(JSON.stringify({ Version: version, Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: block } })).statements[0]!
    .conditions;

const request: Readonly<Record<string, readonly string[]>> = {
  'aws:username': ['ana'],
  'aws:principaltag/team': ['blue'],
  's3:prefix': ['home/ana/x'],
  's3:max-keys': ['10'],
  'aws:currenttime': ['2026-03-01T12:00:00Z'],
  'aws:epochtime': ['1772366400'],
  'aws:sourceip': ['203.0.113.77'],
  'aws:securetransport': ['true'],
  'aws:sourcearn': ['arn:aws:sns:us-east-1:111111111111:orders'],
  'aws:tagkeys': ['team', 'cost'],
  'test:v6': ['2001:db8:1234:5678::1'],
  'test:binary': ['QmluYXJ5'],
  'test:star': ['*'],
  'test:bad': ['not a number'],
};
const context = new Map(Object.entries(request));

describe('conditions', () => {
  const cases: readonly [string, object, boolean][] = [
    ['StringEquals', { 'aws:username': ['bob', 'ana'] }, true],
    ['StringEquals', { 'AWS:UserName': 'ana' }, true],
    ['StringEquals', { 'aws:username': 'Ana' }, false],
    ['StringEquals', { 'aws:username': 'a*' }, false],
    ['StringEquals', { 'aws:absent': 'x' }, false],
    ['StringEqualsIfExists', { 'aws:absent': 'x' }, true],
    ['StringEqualsIfExists', { 'aws:username': 'x' }, false],
    ['StringNotEquals', { 'aws:username': ['bob', 'ana'] }, false],
    ['StringNotEquals', { 'aws:username': ['bob', 'eve'] }, true],
    ['StringNotEquals', { 'aws:absent': 'x' }, true],
    ['StringEqualsIgnoreCase', { 'aws:username': 'ANA' }, true],
    ['StringNotEqualsIgnoreCase', { 'aws:username': 'ANA' }, false],
    ['StringLike', { 's3:prefix': 'home/*' }, true],
    ['StringLike', { 's3:prefix': 'home/${aws:username}/*' }, true],
    ['StringLike', { 's3:prefix': 'home/${aws:absent}/*' }, false],
    ['StringLike', { 's3:prefix': "home/${aws:absent, 'ana'}/*" }, true],
    ['StringLike', { 'aws:username': 'a?a' }, true],
    ['StringLike', { 'aws:username': 'a?' }, false],
    ['StringLike', { 'test:star': '${*}' }, true],
    ['StringLike', { 'aws:username': '${*}' }, false],
    ['StringNotLike', { 's3:prefix': 'home/*' }, false],
    ['StringEquals', { 'aws:PrincipalTag/team': 'blue' }, true],
    ['NumericEquals', { 's3:max-keys': '10.0' }, true],
    ['NumericLessThan', { 's3:max-keys': 10 }, false],
    ['NumericLessThanEquals', { 's3:max-keys': 10 }, true],
    ['NumericGreaterThan', { 's3:max-keys': 9 }, true],
    ['NumericNotEquals', { 's3:max-keys': 10 }, false],
    ['NumericEquals', { 'test:bad': 10 }, false],
    ['DateLessThan', { 'aws:CurrentTime': '2026-03-01T12:00:01Z' }, true],
    ['DateGreaterThan', { 'aws:CurrentTime': '2026-03-01T12:00:01Z' }, false],
    ['DateEquals', { 'aws:EpochTime': '2026-03-01T12:00:00Z' }, true],
    ['DateGreaterThanEquals', { 'aws:CurrentTime': '1772366400' }, true],
    ['Bool', { 'aws:SecureTransport': 'true' }, true],
    ['Bool', { 'aws:SecureTransport': false }, false],
    ['Bool', { 'aws:MultiFactorAuthPresent': 'true' }, false],
    ['BoolIfExists', { 'aws:MultiFactorAuthPresent': 'true' }, true],
    ['BinaryEquals', { 'test:binary': 'QmluYXJ5' }, true],
    ['IpAddress', { 'aws:SourceIp': '203.0.113.0/24' }, true],
    ['IpAddress', { 'aws:SourceIp': '203.0.113.64/29' }, false],
    ['IpAddress', { 'aws:SourceIp': '203.0.113.77' }, true],
    ['IpAddress', { 'aws:SourceIp': '0.0.0.0/0' }, true],
    ['IpAddress', { 'aws:SourceIp': 'nonsense' }, false],
    ['NotIpAddress', { 'aws:SourceIp': ['10.0.0.0/8', '203.0.113.0/24'] }, false],
    ['IpAddress', { 'test:v6': '2001:DB8:1234:5678::/64' }, true],
    ['IpAddress', { 'test:v6': '2001:db8:1234:5679::/64' }, false],
    ['ArnLike', { 'aws:SourceArn': 'arn:aws:sns:*:111111111111:ord*' }, true],
    ['ArnEquals', { 'aws:SourceArn': 'arn:aws:sns:us-east-1:111111111111:*' }, true],
    ['ArnLike', { 'aws:SourceArn': 'arn:aws:*:orders' }, false],
    ['ArnNotLike', { 'aws:SourceArn': 'arn:aws:sns:*:*:*' }, false],
    ['Null', { 'aws:absent': 'true' }, true],
    ['Null', { 'aws:username': 'true' }, false],
    ['Null', { 'aws:username': false }, true],
    ['ForAllValues:StringEquals', { 'aws:TagKeys': ['team', 'cost', 'stage'] }, true],
    ['ForAllValues:StringEquals', { 'aws:TagKeys': ['team'] }, false],
    ['ForAllValues:StringEquals', { 'aws:absent': ['team'] }, true],
    ['ForAnyValue:StringEquals', { 'aws:TagKeys': ['team', 'stage'] }, true],
    ['ForAnyValue:StringEquals', { 'aws:TagKeys': ['stage'] }, false],
    ['ForAnyValue:StringEquals', { 'aws:absent': ['stage'] }, false],
    ['ForAllValues:StringNotEquals', { 'aws:TagKeys': ['stage'] }, true],
    ['ForAllValues:StringNotEquals', { 'aws:TagKeys': ['team'] }, false],
    ['ForAnyValue:StringNotLike', { 'aws:TagKeys': ['te*'] }, true],
  ];
  it.each(cases)('%s %o is %s', (operator, keys, expected) => {
    expect(meetsConditions(conditionsOf({ [operator]: keys }), context)).toBe(expected);
  });

  it('wants every operator and every key to hold', () => {
    const both = { StringEquals: { 'aws:username': 'ana', 'aws:PrincipalTag/team': 'blue' }, Bool: { 'aws:SecureTransport': 'true' } };
    expect(meetsConditions(conditionsOf(both), context)).toBe(true);
    expect(meetsConditions(conditionsOf({ ...both, Bool: { 'aws:SecureTransport': 'false' } }), context)).toBe(false);
  });

  it('takes variables as plain text in the version that has none', () => {
    const block = { StringEquals: { 'aws:username': '${aws:username}' } };
    expect(meetsConditions(conditionsOf(block), context)).toBe(true);
    expect(meetsConditions(conditionsOf(block, '2008-10-17'), context)).toBe(false);
  });

  it('lists the keys a policy looks at', () => {
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 's3:*',
        Resource: 'arn:aws:s3:::b/${aws:username}/*',
        Condition: { StringLike: { 's3:prefix': ['${aws:PrincipalTag/team}/*'], 'aws:UserName': 'x' } },
      },
    });
    expect(conditionKeysOf(parsePolicy(document))).toEqual(['s3:prefix', 'aws:PrincipalTag/team', 'aws:UserName']);
  });
});

describe('RequestContext', () => {
  const scope = { account: '111111111111', region: 'eu-west-1' };
  const role = {
    kind: 'role' as const,
    account: scope.account,
    arn: 'arn:aws:sts::111111111111:assumed-role/worker/s1',
    userId: 'AROAX:s1',
    name: 'worker',
    tags: { Team: 'blue' },
  };
  const keys = new Map([['s3:prefix', ['a']]]);
  const facts = new RequestContext({ principal: role, scope, nowMs: Date.UTC(2026, 2, 1), sourceIp: '10.0.0.1', keys });
  it.each([
    ['aws:currenttime', '2026-03-01T00:00:00.000Z'],
    ['aws:epochtime', '1772323200'],
    ['aws:principalarn', 'arn:aws:iam::111111111111:role/worker'],
    ['aws:principalaccount', '111111111111'],
    ['aws:userid', 'AROAX:s1'],
    ['aws:requestedregion', 'eu-west-1'],
    ['aws:sourceip', '10.0.0.1'],
    ['aws:securetransport', 'true'],
    ['aws:principalisawsservice', 'false'],
    ['aws:principaltag/team', 'blue'],
    ['s3:prefix', 'a'],
  ])('%s', (name, value) => {
    expect(facts.get(name)).toEqual([value]);
  });
  it.each(['aws:principaltag/cost', 'aws:username', 'aws:sourcearn', 'aws:sourceaccount', 's3:delimiter'])('has no %s', (name) => {
    expect(facts.get(name)).toBeUndefined();
  });
});
