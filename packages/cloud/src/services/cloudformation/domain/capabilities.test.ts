import { describe, expect, it } from 'vitest';
import { missingCapabilities, requiredCapabilities } from './capabilities.js';

const needs = (resources: Record<string, { type: string; properties?: object }>, transforms: string[] = []): unknown =>
  requiredCapabilities(Object.values(resources).map(({ type, properties = {} }) => ({ type, properties: properties as never })), transforms);

describe('capabilities', () => {
  it('are needed for IAM resources, more so for named ones', () => {
    expect(needs({ Q: { type: 'AWS::SQS::Queue' } })).toEqual({ capabilities: [], reason: undefined });
    expect(needs({ P: { type: 'AWS::IAM::Policy', properties: { PolicyName: 'x' } } })).toEqual({
      capabilities: ['CAPABILITY_IAM'],
      reason: 'The following resource(s) require capabilities: [AWS::IAM::Policy]',
    });
    expect(needs({ R: { type: 'AWS::IAM::Role', properties: { RoleName: 'x' } }, P: { type: 'AWS::IAM::Policy' } })).toMatchObject({
      capabilities: ['CAPABILITY_NAMED_IAM'],
    });
    expect(needs({}, ['AWS::LanguageExtensions'])).toMatchObject({ capabilities: ['CAPABILITY_AUTO_EXPAND'] });
  });

  it.each([
    [['CAPABILITY_IAM'], [], ['CAPABILITY_IAM']],
    [['CAPABILITY_IAM'], ['CAPABILITY_NAMED_IAM'], []],
    [['CAPABILITY_NAMED_IAM'], ['CAPABILITY_IAM'], ['CAPABILITY_NAMED_IAM']],
    [['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'], ['CAPABILITY_IAM'], ['CAPABILITY_AUTO_EXPAND']],
  ])('%j with %j lacks %j', (required, given, missing) => {
    expect(missingCapabilities(required, given)).toEqual(missing);
  });
});
