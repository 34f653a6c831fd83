import { describe, expect, it } from 'vitest';
import { resourceType } from '../kernel/resourceType.js';
import { checkProperties, propertiesInvalid, unsupportedProperties } from './properties.js';

const type = resourceType({
  type: 'A::B::C',
  properties: {
    Name: 'string',
    Size: 'integer',
    Ratio: 'number',
    On: 'boolean',
    Policy: 'json',
    Tags: [{ properties: { Key: 'string', Value: 'string' }, required: ['Key'] }],
    Environment: { properties: { Variables: { map: 'string' } } },
  },
  required: ['Name'],
  unsupported: ['Ratio', 'Tags.Value', 'Missing'],
  create: async () => ({ physicalId: '', attributes: {} }),
  delete: async () => {},
});

describe('properties', () => {
  it('coerces what CloudFormation coerces', () => {
    const { value, violations } = checkProperties(type, {
      Name: 5, Size: '300', Ratio: '1.5', On: 'True', Policy: { any: 1 }, Tags: [{ Key: true }], Environment: { Variables: { A: 1 } },
    });
    expect(violations).toEqual([]);
    expect(value).toEqual({ Name: '5', Size: 300, Ratio: 1.5, On: true, Policy: { any: 1 }, Tags: [{ Key: 'true' }], Environment: { Variables: { A: '1' } } });
  });

  it.each<[Record<string, unknown>, string]>([
    [{ Name: 'x', Foo: 1 }, '#: extraneous key [Foo] is not permitted'],
    [{}, '#: required key [Name] not found'],
    [{ Name: 'x', Size: 'many' }, '#/Size: expected type: Integer, found: String'],
    [{ Name: 'x', Size: 1.5 }, '#/Size: expected type: Integer, found: Double'],
    [{ Name: ['x'] }, '#/Name: expected type: String, found: JSONArray'],
    [{ Name: 'x', Tags: { Key: 'a' } }, '#/Tags: expected type: JSONArray, found: JSONObject'],
    [{ Name: 'x', Tags: [{ Value: 'a' }] }, '#/Tags/0: required key [Key] not found'],
    [{ Name: 'x', On: 'perhaps' }, '#/On: expected type: Boolean, found: String'],
  ])('%j', (properties, violation) => {
    expect(checkProperties(type, properties).violations).toEqual([violation]);
  });

  it('words violations as CloudFormation does', () => {
    expect(propertiesInvalid('Queue', ['#: extraneous key [Foo] is not permitted'])).toBe(
      'Properties validation failed for resource Queue with message: #: extraneous key [Foo] is not permitted',
    );
  });

  it('finds unsupported properties at any depth', () => {
    expect(unsupportedProperties(type, { Ratio: 1, Tags: [{ Key: 'a' }, { Key: 'b', Value: 'c' }] })).toEqual(['Ratio', 'Tags.Value']);
    expect(unsupportedProperties(type, { Name: 'x' })).toEqual([]);
  });
});
