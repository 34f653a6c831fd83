import { describe, expect, it } from 'vitest';
import { checkPolicyLength, permissionStatement, policyDocument } from './policy.js';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const input = { FunctionName: 'f', StatementId: 's', Action: 'lambda:InvokeFunction' };

describe('a permission', () => {
  it.each([
    ['events.amazonaws.com', { Service: 'events.amazonaws.com' }],
    ['111111111111', { AWS: 'arn:aws:iam::111111111111:root' }],
    ['arn:aws:iam::111111111111:role/r', { AWS: 'arn:aws:iam::111111111111:role/r' }],
    ['*', '*'],
  ])('of %s', (principal, element) => {
    expect(permissionStatement({ ...input, Principal: principal }, arn)).toEqual({
      Sid: 's',
      Effect: 'Allow',
      Principal: element,
      Action: 'lambda:InvokeFunction',
      Resource: arn,
    });
  });

  it('keeps the conditions it is given', () => {
    const statement = permissionStatement(
      { ...input, Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::b', SourceAccount: '000000000000', PrincipalOrgID: 'o-1234567890' },
      arn,
    );
    expect(statement.Condition).toEqual({
      StringEquals: { 'AWS:SourceAccount': '000000000000', 'aws:PrincipalOrgID': 'o-1234567890' },
      ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::b' },
    });
    expect(JSON.parse(policyDocument({ statements: [statement] }))).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement] });
  });

  it.each(['nobody', 'arn:aws:s3:::bucket', '12345'])('of %s is refused', (principal) => {
    expect(() => permissionStatement({ ...input, Principal: principal }, arn)).toThrow('The provided principal was invalid.');
  });

  it('does not let a policy grow beyond 20 KB', () => {
    const statement = permissionStatement({ ...input, Principal: 's3.amazonaws.com' }, arn);
    expect(() => checkPolicyLength({ statements: Array.from({ length: 200 }, () => statement) })).toThrow(/^The final policy size \(\d+\) is bigger than the limit \(20480\)\.$/);
  });
});
