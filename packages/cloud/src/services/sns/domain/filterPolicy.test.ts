import { describe, expect, it } from 'vitest';
import { filterValuesOf, matchesAttributes, matchesBody } from './filterMatch.js';
import { parseFilterPolicy } from './filterPolicy.js';
import type { FilterRule } from './filterPolicy.js';

const where = 'Invalid parameter: ';
const parse = (policy: unknown, scope: 'MessageAttributes' | 'MessageBody' = 'MessageBody') => parseFilterPolicy(JSON.stringify(policy), scope, where);
const text = (StringValue: string) => ({ DataType: 'String', StringValue });

describe('a filter on message attributes', () => {
  const rugby = { sport: text('rugby') };
  it.each<[string, FilterRule, Parameters<typeof filterValuesOf>[0], boolean]>([
    ['a value', { sport: ['rugby', 'tennis'] }, rugby, true],
    ['another value', { sport: ['tennis'] }, rugby, false],
    ['the case of a value', { sport: ['Rugby'] }, rugby, false],
    ['an absent attribute', { sport: ['rugby'], shop: ['a'] }, rugby, false],
    ['an attribute that is not asked for', { sport: ['rugby'] }, { ...rugby, other: text('x') }, true],
    ['an element of an array', { sport: ['tennis'] }, { sport: { DataType: 'String.Array', StringValue: '["rugby","tennis"]' } }, true],
    ['anything but, one of an array', { sport: [{ 'anything-but': ['rugby'] }] }, { sport: { DataType: 'String.Array', StringValue: '["rugby","tennis"]' } }, true],
    ['anything but, all of an array', { sport: [{ 'anything-but': ['rugby', 'tennis'] }] }, { sport: { DataType: 'String.Array', StringValue: '["rugby","tennis"]' } }, false],
    ['anything but, absent', { sport: [{ 'anything-but': 'rugby' }] }, {}, false],
    ['anything but a prefix', { sport: [{ 'anything-but': { prefix: 'ru' } }] }, rugby, false],
    ['anything but a suffix', { sport: [{ 'anything-but': { suffix: ['ball', 'nis'] } }] }, rugby, true],
    ['a prefix', { sport: [{ prefix: 'rug' }] }, rugby, true],
    ['a suffix', { sport: [{ suffix: 'rug' }] }, rugby, false],
    ['any case', { sport: [{ 'equals-ignore-case': 'RUGBY' }] }, rugby, true],
    ['existence', { sport: [{ exists: true }] }, rugby, true],
    ['absence', { sport: [{ exists: false }] }, rugby, false],
    ['absence of what is absent', { shop: [{ exists: false }] }, rugby, true],
    ['a number', { price: [100] }, { price: { DataType: 'Number', StringValue: '100.0' } }, true],
    ['a number in a range', { price: [{ numeric: ['>', 0, '<=', 100] }] }, { price: { DataType: 'Number.int', StringValue: '100' } }, true],
    ['a number out of a range', { price: [{ numeric: ['>', 0, '<', 100] }] }, { price: { DataType: 'Number', StringValue: '100' } }, false],
    ['a text that looks like a number', { price: [{ numeric: ['=', 100] }] }, { price: text('100') }, false],
    ['an address', { ip: [{ cidr: '10.0.0.0/24' }] }, { ip: text('10.0.0.255') }, true],
    ['another address', { ip: [{ cidr: '10.0.0.0/24' }] }, { ip: text('10.0.1.0') }, false],
    ['an address of version 6', { ip: [{ cidr: '2001:db8::/32' }] }, { ip: text('2001:db8::1') }, true],
    ['a binary attribute', { raw: [{ exists: true }] }, { raw: { DataType: 'Binary' } }, false],
    ['one alternative', { $or: [{ sport: ['tennis'] }, { sport: ['rugby'] }] }, rugby, true],
    ['no alternative', { $or: [{ sport: ['tennis'] }, { shop: ['a'] }] }, rugby, false],
    ['a property whose name is no operator here', { constructor: ['x'] } as unknown as FilterRule, rugby, false],
  ])('looks at %s', (_, policy, attributes, expected) => {
    const rule = parse(policy, 'MessageAttributes')!;
    expect(matchesAttributes(rule, filterValuesOf(attributes))).toBe(expected);
  });
});

describe('a filter on the message body', () => {
  const body = { a: 1, person: { name: 'Ann', tags: ['x', 'y'] }, list: [{ b: 1, c: 2 }, { b: 3, c: 4 }], empty: [], nothing: null, yes: true };
  it.each<[unknown, boolean]>([
    [{ a: [1] }, true],
    [{ a: ['1'] }, false],
    [{ person: { name: [{ prefix: 'A' }] } }, true],
    [{ person: { name: ['Bob'] } }, false],
    [{ person: { tags: ['y'] } }, true],
    [{ list: { b: [3] } }, true],
    [{ list: { b: [1], c: [4] } }, false],
    [{ list: { b: [1], c: [2] } }, true],
    [{ nothing: [null] }, true],
    [{ yes: [true] }, true],
    [{ empty: [{ exists: false }] }, true],
    [{ missing: [{ exists: false }] }, true],
    [{ person: [{ exists: true }] }, true],
    [{ missing: { deep: [{ exists: false }] } }, false],
    [{ a: [1], $or: [{ yes: [false] }, { person: { name: ['Ann'] } }] }, true],
  ])('%j', (policy, expected) => {
    expect(matchesBody(parse(policy)!, body)).toBe(expected);
  });

  it.each([1, 'text', null, [], [{ a: 1 }]])('never fits %j', (other) => {
    expect(matchesBody(parse({ a: [{ exists: false }] })!, other)).toBe(false);
  });
});

describe('validation', () => {
  // Reasons as AWS gave them for these policies.
  it.each<[unknown, string]>([
    [{ key: [['value']] }, 'Match value must be String, number, true, false, or null'],
    [{ key: [{ 'wrong-operator': true }] }, 'Unrecognized match type wrong-operator'],
    [{ key: [{ suffix: 'value', prefix: 'value2' }] }, 'Only one key allowed in match expression'],
    [{ key: [{ suffix: 100 }] }, 'suffix match pattern must be a string'],
    [{ key: [{ suffix: null }] }, 'suffix match pattern must be a string'],
    [{ key: [{ suffix: ['test'] }] }, 'suffix match pattern must be a string'],
    [{ key: { suffix: 'value' } }, '"suffix" must be an object or an array'],
    [{ key_a: 'value_one' }, '"key_a" must be an object or an array'],
    [{ key: [{ numeric: [] }] }, 'Invalid member in numeric match: ]'],
    [{ key: [{ numeric: ['operator'] }] }, 'Unrecognized numeric range operator: operator'],
    [{ key: [{ numeric: [1, '<='] }] }, 'Invalid member in numeric match: 1'],
    [{ key: [{ numeric: ['=', '000'] }] }, 'Value of equals must be numeric'],
    [{ key: [{ numeric: ['>='] }] }, 'Value of >= must be numeric'],
    [{ key: [{ numeric: ['<', 100, '>', 10] }] }, 'Too many elements in numeric expression'],
    [{ key: [{ numeric: ['>=', 1, '>', 2] }] }, 'Bad numeric range operator: >'],
    [{ key: [{ numeric: ['>', 3, '<', 1] }] }, 'Bottom must be less than top'],
    [{ key: [{ numeric: ['>', 20, '<='] }] }, 'Value of <= must be numeric'],
    [{ key: [{ numeric: ['>', 20, 30] }] }, 'Bad value in numeric range: 30'],
    [{ key: [{ numeric: ['>', 20, 'test'] }] }, 'Bad numeric range operator: test'],
    [{ key: [{ numeric: ['>', 20, '<', 30, '<', 50] }] }, 'Too many terms in numeric range expression'],
    [{ key: [{ exists: null }] }, 'exists match pattern must be either true or false.'],
    [{ key: [{ exists: 'no' }] }, 'exists match pattern must be either true or false.'],
    [{ key: Array.from({ length: 151 }, (_, i) => `v${i}`) }, 'Filter policy is too complex'],
    [{ a: Array(13).fill('v'), b: Array(13).fill('v') }, 'Filter policy is too complex'],
    [{ a: ['v'], b: ['v'], c: ['v'], d: ['v'], e: ['v'], f: ['v'] }, 'Filter policy can not have more than 5 keys'],
  ])('%j', (policy, reason) => {
    expect(() => parse(policy)).toThrow(expect.objectContaining({ code: 'InvalidParameterException', message: `Invalid parameter: FilterPolicy: ${reason}` }));
  });

  it('counts the values of a nested key once for each level', () => {
    const policy = { key_a: { key_b: { key_c: ['1', '2', '3', '4'] } }, key_d: { key_e: ['1', '2', '3'] }, key_f: ['1', '2'] };
    expect(parse(policy)).toEqual(policy);
    expect(() => parse({ ...policy, key_f: ['1', '2', '3'] })).toThrow('Filter policy is too complex');
  });

  it('allows nesting only on the body', () => {
    expect(() => parse({ a: { b: ['c'] } }, 'MessageAttributes')).toThrow(
      'Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy',
    );
    expect(() => parseFilterPolicy('{nope}', 'MessageBody', where)).toThrow('Invalid parameter: FilterPolicy: failed to parse JSON.');
    expect(parseFilterPolicy('', 'MessageBody', where)).toBeUndefined();
    expect(parseFilterPolicy('{}', 'MessageBody', where)).toBeUndefined();
  });
});
