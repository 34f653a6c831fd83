import { describe, expect, it } from 'vitest';
import { readDraft } from './compile.js';

const resource = (properties: object, more: object = {}): object => ({ A: { Type: 'T::T::T', Properties: properties, ...more } });
const check = (template: object): (() => unknown) => () => readDraft(JSON.stringify(template));

describe('validation', () => {
  it.each<[object, string]>([
    [{}, 'Template format error: At least one Resources member must be defined.'],
    [{ Resources: {} }, 'Template format error: At least one Resources member must be defined.'],
    [{ Resources: resource({}), Foo: {} }, 'Invalid template property or properties [Foo]'],
    [{ Resources: resource({}), AWSTemplateFormatVersion: '2011' }, 'Template format error: unsupported value for AWSTemplateFormatVersion.'],
    [{ Resources: { 'A-B': { Type: 'T' } } }, 'Template format error: Resource name A-B is non alphanumeric.'],
    [{ Resources: { A: {} } }, 'Template format error: [/Resources/A] Every Resources object must contain a Type member.'],
    [{ Resources: resource({}, { Foo: 1 }) }, "Invalid template resource property 'Foo'"],
    [{ Resources: resource({}, { DependsOn: 'B' }) }, 'Template format error: Unresolved resource dependencies [B] in the Resources block of the template'],
    [{ Resources: resource({ x: { Ref: 'B' }, y: { 'Fn::Sub': '${C}' } }) }, 'Template format error: Unresolved resource dependencies [B, C] in the Resources block of the template'],
    [{ Resources: resource({ x: { 'Fn::GetAtt': ['B', 'Arn'] } }) }, 'Template error: instance of Fn::GetAtt references undefined resource B'],
    [{ Resources: resource({ x: { 'Fn::GetAtt': ['A'] } }) }, 'Template error: every Fn::GetAtt object requires two non-empty parameters'],
    [{ Resources: resource({ x: { 'Fn::Foo': 1 } }) }, 'Template error: Encountered unsupported function: Fn::Foo Supported functions are: ['],
    [{ Resources: resource({ x: { 'Fn::Join': ['', 'a'] } }) }, 'Template error: every Fn::Join object requires two parameters'],
    [{ Resources: resource({ x: { 'Fn::Sub': '${a b}' } }) }, 'Template error: variable names in Fn::Sub syntax must contain only'],
    [{ Resources: resource({ x: { 'Fn::FindInMap': ['M', 'a', 'b'] } }) }, "Template error: Mapping named 'M' is not present"],
    [{ Resources: resource({ x: { 'Fn::If': ['P', 1, 2] } }) }, 'Template format error: Unresolved condition dependency P in the Resources block of the template'],
    [{ Resources: resource({}, { Condition: 'P' }) }, 'Template format error: Unresolved condition dependency P in the Resources block of the template'],
    [{ Resources: resource({}), Conditions: { P: { 'Fn::Equals': [{ Ref: 'A' }, 'x'] } } }, 'Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions block of the template'],
    [{ Resources: resource({}), Conditions: { P: 'x' } }, 'Template format error: Conditions can only be boolean operations on parameters and other conditions'],
    [{ Resources: resource({}), Outputs: { O: {} } }, 'Template format error: Every Outputs member must contain a Value object'],
    [{ Resources: resource({}), Outputs: { O: { Value: { Ref: 'B' } } } }, 'Template format error: Unresolved resource dependencies [B] in the Outputs block of the template'],
    [{ Resources: resource({}), Parameters: { P: { Type: 'Foo' } } }, 'Template format error: Unrecognized parameter type: Foo'],
    [{ Resources: resource({}), Parameters: { P: {} } }, 'Template format error: Every Parameters object must contain a Type member.'],
    [{ Resources: resource({}, { DeletionPolicy: 'Keep' }) }, 'Template format error: Unrecognized DeletionPolicy Keep'],
    [{ Resources: resource({ x: { 'Fn::ImportValue': { Ref: 'A' } } }) }, 'must not depend on any resources'],
    [{ Resources: resource({ x: { Ref: 'constructor' } }) }, 'Unresolved resource dependencies [constructor]'],
    [{ Resources: resource({}), Transform: 'AWS::Serverless-2016-10-31' }, 'does not implement the template transform AWS::Serverless-2016-10-31'],
    [{ Resources: resource({}, { CreationPolicy: {} }) }, 'does not implement the resource attribute CreationPolicy'],
    [
      { Resources: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`R${i}`, { Type: 'T' }])) },
      'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
    ],
  ])('%j', (template, message) => {
    expect(check(template)).toThrow(message);
  });

  it('names the resources on a circle', () => {
    const Resources = {
      A: { Type: 'T', Properties: { x: { Ref: 'B' } } },
      B: { Type: 'T', DependsOn: 'C' },
      C: { Type: 'T', Properties: { x: { 'Fn::Sub': '${A.Arn}' } } },
      D: { Type: 'T', DependsOn: 'A' },
      E: { Type: 'T' },
    };
    expect(check({ Resources })).toThrow(/^Circular dependency between resources: \[A, B, C\]$/);
    expect(check({ Resources: { A: { Type: 'T', DependsOn: 'A' } } })).toThrow('Circular dependency between resources: [A]');
  });

  it('leaves objects alone that only look like functions', () => {
    expect(check({ Resources: resource({ Policy: { Condition: { Bool: { x: 'true' } } }, Both: { Ref: 'x', Other: 1 } }) })).not.toThrow();
  });
});
