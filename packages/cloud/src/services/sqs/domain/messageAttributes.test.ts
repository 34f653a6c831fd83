import { describe, expect, it } from 'vitest';
import { attributesMd5, attributesSizeBytes, checkAttributes, selectAttributes } from './messageAttributes.js';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const all = { Hello: text('There'), General: text('Kenobi'), 'Help.Me': text('Me') };

describe('the digest of message attributes', () => {
  // Digests that AWS answered for these attributes.
  it.each([
    ['4c360f3fdafd970e05fae2f149d997f5', all],
    ['fca026605781cb4126a1e9044df24232', { General: all.General, Hello: all.Hello }],
    ['a311262e065454b75da111d535b8dacd', { Hello: all.Hello }],
    ['ae7155c6026991b6d54b11589678bf9c', { Foo: text('Bar') }],
    [
      '8cbe4db156db8a94db8b801b7addb984',
      { attr1: { DataType: 'Binary', BinaryValue: Buffer.from('traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01') } },
    ],
  ])('is %s', (digest, attributes) => {
    expect(attributesMd5(attributes)).toBe(digest);
  });
});

describe('the attributes that a receive selects', () => {
  it.each([
    [undefined, []],
    [[], []],
    [['All'], ['General', 'Hello', 'Help.Me']],
    [['.*'], ['General', 'Hello', 'Help.Me']],
    [['Hello'], ['Hello']],
    [['Hel.*'], ['Hello', 'Help.Me']],
    [['Help.*'], ['Help.Me']],
    [['hello', 'AWS.', 'Nope'], []],
  ])('%j gives %j', (wanted, names) => {
    expect(Object.keys(selectAttributes(all, wanted) ?? {}).sort()).toEqual(names);
  });
});

describe('validation', () => {
  it('keeps what is right, dropping the value that the type has no use for', () => {
    expect(
      checkAttributes({
        s: { DataType: 'String.x', StringValue: 'a', BinaryValue: undefined },
        n: { DataType: 'Number', StringValue: '-1.5e3' },
        b: { DataType: 'Binary.png', BinaryValue: Uint8Array.of(1) },
      }),
    ).toEqual({
      s: { DataType: 'String.x', StringValue: 'a' },
      n: { DataType: 'Number', StringValue: '-1.5e3' },
      b: { DataType: 'Binary.png', BinaryValue: Uint8Array.of(1) },
    });
    expect(checkAttributes({})).toBeUndefined();
  });

  it.each([
    ['an empty value', { a: { DataType: 'String', StringValue: '' } }, "Message (user) attribute 'a' must contain a non-empty value of type 'String'."],
    ['no value', { a: { DataType: 'Binary' } }, "Message (user) attribute 'a' must contain a non-empty value of type 'Binary'."],
    ['no type', { a: { DataType: undefined, StringValue: 'x' } }, "The message attribute 'a' must contain a non-empty message attribute type."],
    ['an unknown type', { a: { DataType: 'Text', StringValue: 'x' } }, 'has an invalid message attribute type'],
    ['a type that only begins like one', { a: { DataType: 'Stringy', StringValue: 'x' } }, 'has an invalid message attribute type'],
    ['no number', { a: { DataType: 'Number', StringValue: 'one' } }, "Can't cast the value of message (user) attribute 'a' to a number."],
    ['a reserved name', { 'AWS.x': { DataType: 'String', StringValue: 'x' } }, 'reserved prefix'],
    ['periods in succession', { 'a..b': { DataType: 'String', StringValue: 'x' } }, 'is invalid'],
    ['a space in the name', { 'a b': { DataType: 'String', StringValue: 'x' } }, 'is invalid'],
    ['a name too long', { ['a'.repeat(257)]: { DataType: 'String', StringValue: 'x' } }, 'is invalid'],
    [
      'too many',
      Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, { DataType: 'String', StringValue: 'x' }])),
      'Number of message attributes [11] exceeds the allowed maximum [10].',
    ],
  ])('refuses %s', (_, attributes, message) => {
    expect(() => checkAttributes(attributes)).toThrow(expect.objectContaining({ code: 'InvalidParameterValue', message: expect.stringContaining(message) }));
  });
});

it('counts names, types and values in bytes', () => {
  expect(attributesSizeBytes({ é: text('ü') })).toBe(2 + 6 + 2);
  expect(attributesSizeBytes({ b: { DataType: 'Binary', BinaryValue: new Uint8Array(5) } })).toBe(1 + 6 + 5);
});
