import { describe, expect, it } from 'vitest';
import { makePlan, readDraft } from './compile.js';
import { evaluate, pending } from './evaluate.js';
import type { Surroundings } from './evaluate.js';
import type { Json } from './json.js';

const surroundings: Surroundings = {
  scope: { account: '111122223333', region: 'eu-west-1' },
  stackName: 'shop',
  stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/1',
  notificationArns: [],
  parameters: { Stage: 'prod', Zones: ['a', 'b'] },
  mappings: { M: { prod: { size: 5, list: ['x', 'y'] } } },
  condition: (name) => name === 'Yes',
  reference: (name) => (name === 'Later' ? pending : `${name}-id`),
  attribute: (name, attribute) => (name === 'Later' ? pending : `${name}.${attribute}!`),
  exported: (name) => `exported ${name}`,
};

describe('functions', () => {
  it.each<[Json, unknown]>([
    [{ Ref: 'Stage' }, 'prod'],
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ Ref: 'AWS::StackName' }, 'shop'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ Ref: 'AWS::NoValue' }, undefined],
    [{ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }, 2] }, { b: [1, 2] }],
    [{ 'Fn::GetAtt': ['Q', 'Arn'] }, 'Q.Arn!'],
    [{ 'Fn::GetAtt': 'Q.Endpoint.Port' }, 'Q.Endpoint.Port!'],
    [{ 'Fn::Sub': '${AWS::AccountId}/${Stage}/${Q}/${Q.Arn}/${!Literal}' }, '111122223333/prod/Q-id/Q.Arn!/${Literal}'],
    [{ 'Fn::Sub': ['${x}-${Stage}', { x: { 'Fn::Join': ['+', ['1', 2, true]] } }] }, '1+2+true-prod'],
    [{ 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['-', 'x-y-z'] }] }, 'y'],
    [{ 'Fn::Select': ['0', { 'Fn::GetAZs': '' }] }, 'eu-west-1a'],
    [{ 'Fn::GetAZs': 'us-west-2' }, ['us-west-2a', 'us-west-2b', 'us-west-2c', 'us-west-2d']],
    [{ 'Fn::If': ['Yes', 1, 2] }, 1],
    [{ 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, undefined],
    [{ 'Fn::FindInMap': ['M', { Ref: 'Stage' }, 'size'] }, 5],
    [{ 'Fn::FindInMap': ['M', 'prod', 'list'] }, ['x', 'y']],
    [{ 'Fn::FindInMap': ['M', 'test', 'size', { DefaultValue: 7 }] }, 7],
    [{ 'Fn::Base64': 'hi' }, 'aGk='],
    [{ 'Fn::ImportValue': { 'Fn::Sub': '${Stage}-vpc' } }, 'exported prod-vpc'],
    [{ 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    [{ 'Fn::Cidr': ['192.168.0.0/24', '6', '5'] }, ['192.168.0.0/27', '192.168.0.32/27', '192.168.0.64/27', '192.168.0.96/27', '192.168.0.128/27', '192.168.0.160/27']],
    [{ 'Fn::Cidr': ['2001:db8::/56', 2, 64] }, ['2001:db8::/64', '2001:db8:0:1::/64']],
    [{ 'Fn::ToJsonString': { a: [{ Ref: 'Stage' }] } }, '{"a":["prod"]}'],
    [{ 'Fn::Length': { Ref: 'Zones' } }, 2],
    [{ 'Fn::Sub': 'x ${Later.Arn}' }, pending],
    [{ 'Fn::Join': ['', ['a', { Ref: 'Later' }]] }, pending],
    [{ a: 1, b: { Ref: 'Later' } }, { a: 1, b: pending }],
  ])('%j', (value, expected) => {
    expect(evaluate(value, surroundings)).toEqual(expected);
  });

  it.each<[Json, string]>([
    [{ 'Fn::Select': [2, ['a']] }, 'Template error: Fn::Select  cannot select nonexistent value at index 2'],
    [{ 'Fn::FindInMap': ['M', 'test', 'size'] }, 'Template error: Unable to get mapping for M::test::size'],
    [{ 'Fn::Join': ['', [{ a: 1 }]] }, 'Template error: every Fn::Join object requires two parameters'],
    [{ 'Fn::Cidr': ['10.0.0.0/24', 300, 8] }, 'the count must be from 1 to 256'],
    [{ 'Fn::Cidr': ['10.0.0.0/24', 3, 8] }, 'has no room'],
    [{ 'Fn::Cidr': ['10.0.0/24', 3, 8] }, 'no valid CIDR block'],
  ])('%j fails', (value, message) => {
    expect(() => evaluate(value, surroundings)).toThrow(message);
  });
});

const stack = { scope: surroundings.scope, stackName: 'shop', stackId: 'id', notificationArns: [] };
const plan = (template: object, values: Record<string, string> = {}): ReturnType<typeof makePlan> =>
  makePlan(readDraft(JSON.stringify(template)), Object.entries(values).map(([key, value]) => ({ key, value })), stack);

describe('plans', () => {
  const Conditions = {
    Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    Test: { 'Fn::Not': [{ Condition: 'Prod' }] },
    Big: { 'Fn::And': [{ Condition: 'Prod' }, { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Equals': [1, '1'] }] }] },
  };
  const Parameters = { Stage: { Type: 'String' } };

  it('evaluates conditions, leaves out what they exclude, and orders the rest', () => {
    const made = plan(
      {
        Parameters,
        Conditions,
        Resources: {
          A: { Type: 'T', Condition: 'Prod' },
          B: { Type: 'T', DependsOn: ['A', 'C'], Properties: { x: { 'Fn::If': ['Prod', { Ref: 'A' }, { Ref: 'C' }] } } },
          C: { Type: 'T' },
        },
        Outputs: { O: { Condition: 'Prod', Value: { Ref: 'A' } } },
      },
      { Stage: 'test' },
    );
    expect(made.conditions).toEqual({ Prod: false, Test: true, Big: false });
    expect([...made.resources.keys()]).toEqual(['B', 'C']);
    expect(made.graph.get('B')).toEqual(['C']);
    expect(made.outputs.size).toBe(0);
  });

  it('refuses references to what a condition left out', () => {
    const Resources = { A: { Type: 'T', Condition: 'Prod' }, B: { Type: 'T', Properties: { x: { Ref: 'A' } } } };
    expect(() => plan({ Parameters, Conditions, Resources }, { Stage: 'test' })).toThrow('Unresolved resource dependencies [A] in the Resources block');
    expect(() => plan({ Parameters, Conditions, Resources }, { Stage: 'prod' })).not.toThrow();
  });

  it('asserts rules as CDK writes them', () => {
    const template = {
      Parameters: { BootstrapVersion: { Type: 'String' } },
      Rules: {
        CheckBootstrapVersion: {
          Assertions: [
            { Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2', '3', '4', '5'], { Ref: 'BootstrapVersion' }] }] }, AssertDescription: 'version 6 required' },
          ],
        },
      },
      Resources: { A: { Type: 'T' } },
    };
    expect(() => plan(template, { BootstrapVersion: '5' })).toThrow(/^version 6 required$/);
    expect(() => plan(template, { BootstrapVersion: '21' })).not.toThrow();
  });

  it('writes out loops of the language extensions', () => {
    const made = plan(
      {
        Transform: 'AWS::LanguageExtensions',
        Parameters: { Names: { Type: 'CommaDelimitedList' } },
        Resources: {
          'Fn::ForEach::Queues': ['Name', { Ref: 'Names' }, { 'Queue&{Name}': { Type: 'T', Properties: { Label: { Ref: 'Name' }, Text: { 'Fn::Sub': 'x-${Name}-${AWS::Region}' } } } }],
        },
      },
      { Names: 'a-1,b' },
    );
    expect([...made.resources.keys()]).toEqual(['Queuea1', 'Queueb']);
    expect(made.resources.get('Queuea1')!.properties).toEqual({ Label: 'a-1', Text: { 'Fn::Sub': 'x-a-1-${AWS::Region}' } });
    expect(made.processed).not.toHaveProperty('Transform');
  });
});
