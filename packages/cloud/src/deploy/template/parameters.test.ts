import { describe, expect, it } from 'vitest';
import { dynamicReferences, withDynamicValues } from './dynamicReferences.js';
import { chooseParameters, referencedValues, ssmLookups } from './parameters.js';
import type { GivenParameter } from './parameters.js';
import { readParameters } from './sections.js';

const choose = (declaration: object, given: Partial<GivenParameter> | undefined, previous?: string): unknown =>
  chooseParameters(readParameters({ P: declaration as never }), given ? [{ key: 'P', ...given }] : [], previous === undefined ? undefined : [{ key: 'P', value: previous }])[0]?.value;

describe('parameters', () => {
  it('takes what is given, else the previous value if asked to, else the default', () => {
    expect(choose({ Type: 'String', Default: 'd' }, { value: 'v' })).toBe('v');
    expect(choose({ Type: 'String', Default: 'd' }, undefined, 'before')).toBe('d');
    expect(choose({ Type: 'String', Default: 'd' }, { usePrevious: true }, 'before')).toBe('before');
    expect(choose({ Type: 'Number', Default: 3 }, undefined)).toBe('3');
  });

  it.each<[object, Partial<GivenParameter> | undefined, string]>([
    [{ Type: 'String' }, undefined, 'Parameters: [P] must have values'],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, { value: 'c' }, "Parameter 'P' must be one of AllowedValues"],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, { value: 'a1' }, "Parameter 'P' must match pattern [a-z]+"],
    [{ Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'letters only' }, { value: 'a1' }, 'Parameter P failed to satisfy constraint: letters only'],
    [{ Type: 'String', MinLength: '3' }, { value: 'ab' }, "Parameter 'P' must contain at least 3 characters"],
    [{ Type: 'String', MaxLength: 3 }, { value: 'abcd' }, "Parameter 'P' must contain at most 3 characters"],
    [{ Type: 'Number' }, { value: 'x' }, "Parameter 'P' must be a number"],
    [{ Type: 'Number', MinValue: 5 }, { value: '4' }, "Parameter 'P' must be a number not less than 5"],
    [{ Type: 'Number', MaxValue: 5 }, { value: '6' }, "Parameter 'P' must be a number not greater than 5"],
    [{ Type: 'List<Number>' }, { value: '1,x' }, "Parameter 'P' must be a number"],
    [{ Type: 'String' }, { usePrevious: true }, 'Cannot specify usePreviousValue as true for a parameter key not in the previous template'],
    [{ Type: 'String' }, { value: 'x'.repeat(4_097) }, "Parameter 'P' value is longer than 4096 bytes"],
  ])('%j with %j', (declaration, given, message) => {
    expect(() => choose(declaration, given)).toThrow(message);
  });

  it('refuses parameters the template does not declare', () => {
    expect(() => chooseParameters({}, [{ key: 'X', value: '1' }], undefined)).toThrow('Parameters: [X] do not exist in the template');
  });

  it('gives lists as lists and SSM parameters as what they hold', () => {
    const declarations = readParameters({ L: { Type: 'CommaDelimitedList' }, S: { Type: 'AWS::SSM::Parameter::Value<List<String>>' } });
    const values = [{ key: 'L', value: 'a, b' }, { key: 'S', value: '/name', resolved: 'x,y' }];
    expect(referencedValues(declarations, values)).toEqual({ L: ['a', 'b'], S: ['x', 'y'] });
    expect(ssmLookups(declarations, values)).toEqual([{ key: 'S', name: '/name', list: true }]);
  });
});

describe('dynamic references', () => {
  it('finds each kind with its parts', () => {
    const found = dynamicReferences({
      a: 'x{{resolve:ssm:/db/name:3}}y',
      b: ['{{resolve:ssm-secure:/db/password}}'],
      c: '{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf:SecretString:user::v1}}',
    });
    expect([...found.values()]).toMatchObject([
      { kind: 'ssm', name: '/db/name', version: '3' },
      { kind: 'ssm-secure', name: '/db/password', version: undefined },
      { kind: 'secretsmanager', secretId: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf', jsonKey: 'user', versionStage: undefined, versionId: 'v1' },
    ]);
    expect(withDynamicValues({ a: 'x{{resolve:ssm:/db/name:3}}y' }, new Map([['{{resolve:ssm:/db/name:3}}', 'orders']]))).toEqual({ a: 'xordersy' });
  });

  it.each(['{{resolve:ssm:}}', '{{resolve:foo:bar}}', '{{resolve:ssm:a:b}}', '{{resolve:secretsmanager:x:SecretBinary}}'])('refuses %s', (text) => {
    expect(() => dynamicReferences(text)).toThrow(`Incorrect format is used in the following dynamic reference: [${text}]`);
  });
});
