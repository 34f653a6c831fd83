import { describe, expect, it } from 'vitest';
import { compilePattern, matches, matchesArn } from './pattern.js';
import { validatePolicy } from './validate.js';
import type { PolicyKind } from './validate.js';

const ok = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
const document = (...statements: unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('validatePolicy', () => {
  const bad: readonly [string, PolicyKind, string, string][] = [
    ['no JSON', 'identity', '{', 'This policy contains invalid Json'],
    ['not an object', 'identity', 'null', 'Syntax errors in policy.'],
    ['no statement', 'identity', '{"Version":"2012-10-17"}', 'Syntax errors in policy.'],
    ['unknown version', 'identity', '{"Version":"2013","Statement":[]}', 'Syntax errors in policy.'],
    ['unknown element', 'identity', document({ ...ok, Extra: 1 }), 'Syntax errors in policy.'],
    ['unknown effect', 'identity', document({ ...ok, Effect: 'allow' }), 'Syntax errors in policy.'],
    ['both actions', 'identity', document({ ...ok, NotAction: 'x:y' }), 'Syntax errors in policy.'],
    ['unknown operator', 'identity', document({ ...ok, Condition: { StringIs: { a: 'b' } } }), 'Syntax errors in policy.'],
    ['number for an action', 'identity', document({ ...ok, Action: 1 }), 'Syntax errors in policy.'],
    ['same Sid', 'identity', document({ ...ok, Sid: 'a' }, { ...ok, Sid: 'a' }), 'Statement IDs (SID) in a single policy must be unique.'],
    ['no action', 'identity', document({ Effect: 'Allow', Resource: '*' }), 'Policy statement must contain actions.'],
    ['no vendor', 'identity', document({ ...ok, Action: 'SendMessage' }), 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'],
    ['two colons', 'identity', document({ ...ok, Action: 'a:b:c' }), 'Actions/Condition can contain only one colon.'],
    ['bad vendor', 'identity', document({ ...ok, Action: 'a b:c' }), 'Vendor a b is not valid'],
    ['no resource', 'identity', document({ Effect: 'Allow', Action: '*' }), 'Policy statement must contain resources.'],
    ['no ARN', 'identity', document({ ...ok, Resource: 'orders' }), 'Resource orders must be in ARN format or "*".'],
    ['bad partition', 'identity', document({ ...ok, Resource: 'arn:x:sqs:::a' }), 'Partition "x" is not valid for resource "arn:x:sqs:::a".'],
    ['principal in an identity policy', 'identity', document({ ...ok, Principal: '*' }), 'Policy document should not specify a principal.'],
    ['trust without a principal', 'trust', document({ Effect: 'Allow', Action: 'sts:AssumeRole' }), 'Missing required field Principal'],
    ['trust with a resource', 'trust', document({ ...trust, Resource: '*' }), 'Has prohibited field Resource'],
    ['trust of another action', 'trust', document({ ...trust, Action: 's3:GetObject' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
    ['trust of nobody', 'trust', document({ ...trust, Principal: { AWS: 'ana' } }), 'Invalid principal in policy: "AWS":"ana"'],
    ['trust of no service', 'trust', document({ ...trust, Principal: { Service: 'lambda' } }), 'Invalid principal in policy: "SERVICE":"lambda"'],
  ];
  it.each(bad)('refuses %s', (_name, kind, json, message) => {
    expect(() => validatePolicy(json, kind)).toThrow(expect.objectContaining({ code: 'MalformedPolicyDocument', message, statusCode: 400 }));
  });

  it.each([
    ['identity', document(ok)],
    ['identity', JSON.stringify({ Statement: ok })],
    ['trust', document(trust)],
    ['trust', document({ ...trust, Principal: { AWS: ['111111111111', 'arn:aws:iam::111111111111:role/a/b', '*'] } })],
    ['resource', document({ ...ok, Principal: '*' })],
  ] as const)('takes %s %s', (kind, json) => {
    expect(validatePolicy(json, kind).statements).toHaveLength(1);
  });

  it('compiles the same text once', () => {
    expect(validatePolicy(document(ok), 'identity')).toBe(validatePolicy(document(ok), 'identity'));
  });
});

describe('patterns', () => {
  const glob = (text: string): string => compilePattern(text, { wildcards: true, variables: true }).compiled!;
  it.each([
    ['*', '', true],
    ['a*b*c', 'aXbYbZc', true],
    ['a*b*c', 'aXbYbZ', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a**', 'a', true],
    ['', 'a', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(matches(glob(pattern), text)).toBe(expected);
  });

  it('stays fast on patterns that make regular expressions explode', () => {
    expect(matches(glob('a*'.repeat(30) + 'b'), 'a'.repeat(5000))).toBe(false);
  });

  it.each([
    ['arn:aws:sqs:*:1:q', 'arn:aws:sqs:us-east-1:1:q', true],
    ['arn:aws:sqs:*:q', 'arn:aws:sqs:us-east-1:1:q', false],
    ['arn:aws:sqs:*', 'arn:aws:sqs:us-east-1:1:q', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/x:y/z', true],
    ['*', '*', true],
    ['arn:aws:sqs:us-east-1:1:q', '*', false],
  ])('ARN %s and %s: %s', (pattern, text, expected) => {
    expect(matchesArn(glob(pattern), text)).toBe(expected);
  });
});
