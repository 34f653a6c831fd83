import { AwsError } from '../../../kernel/errors.js';
import { emptyAttributeName, invalidParameter, tooDeep, validation } from '../errors.js';
import { limits } from '../limits.js';
import { canonicalNumber } from './number.js';
import type { Attributes, Value } from './value.js';
import { bytesText, setAttribute } from './value.js';

const empty = (): Error => validation('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
const several = (): Error =>
  validation('Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes');
const wrongType = (): AwsError => new AwsError('SerializationException', 'An attribute value does not have the type that it names');

/**
 * Checks a value of a request and copies it into the form that is stored: numbers canonical, nothing shared with the caller.
 * `level` 1 is an attribute of the item.
 */
export function readValue(input: Value, level = 1): Value {
  let type: string | undefined;
  for (const name in input) {
    if (input[name as keyof Value] === undefined) continue;
    if (type !== undefined) throw several();
    type = name;
  }
  switch (type) {
    case 'S':
      return typeof input.S === 'string' ? { S: input.S } : refuse();
    case 'N':
      return typeof input.N === 'string' ? { N: canonicalNumber(input.N) } : refuse();
    case 'B':
      return input.B instanceof Uint8Array ? { B: new Uint8Array(input.B) } : refuse();
    case 'BOOL':
      return typeof input.BOOL === 'boolean' ? { BOOL: input.BOOL } : refuse();
    case 'NULL':
      if (input.NULL === true) return { NULL: true };
      throw invalidParameter('Null attribute value types must have the value of true');
    case 'M':
      return { M: readMap(input.M!, level) };
    case 'L':
      return { L: readList(input.L!, level) };
    case 'SS':
    case 'NS':
    case 'BS':
      return readSet(input);
    default:
      throw empty();
  }
}

function refuse(): never {
  throw wrongType();
}

/** All attributes of an item, a key or a map. */
export function readAttributes(input: Attributes, level = 1): Attributes {
  if (Object.hasOwn(input, '')) throw emptyAttributeName();
  const attributes: Record<string, Value> = {};
  for (const name of Object.keys(input)) setAttribute(attributes, name, readValue(input[name] ?? {}, level));
  return attributes;
}

function readMap(map: Attributes, level: number): Attributes {
  if (typeof map !== 'object' || Array.isArray(map)) throw wrongType();
  if (level >= limits.nestingLevels.value) throw tooDeep();
  return readAttributes(map, level + 1);
}

function readList(list: readonly Value[], level: number): readonly Value[] {
  if (!Array.isArray(list)) throw wrongType();
  if (level >= limits.nestingLevels.value) throw tooDeep();
  return list.map((each: Value | undefined) => readValue(each ?? {}, level + 1));
}

function readSet(input: Value): Value {
  if (input.SS) return { SS: readStrings(input.SS) };
  return input.NS ? { NS: readNumbers(input.NS) } : { BS: readBinaries(input.BS!) };
}

function readStrings(members: readonly string[]): readonly string[] {
  if (!Array.isArray(members) || members.some((member) => typeof member !== 'string')) throw wrongType();
  if (members.length === 0) throw invalidParameter('An string set  may not be empty');
  if (new Set(members).size < members.length) throw invalidParameter(`Input collection [${members.join(', ')}] contains duplicates.`);
  return [...members];
}

function readNumbers(members: readonly string[]): readonly string[] {
  if (!Array.isArray(members) || members.some((member) => typeof member !== 'string')) throw wrongType();
  if (members.length === 0) throw invalidParameter('An number set  may not be empty');
  const numbers = members.map(canonicalNumber);
  if (new Set(numbers).size < numbers.length) throw validation('Input collection contains duplicates');
  return numbers;
}

function readBinaries(members: readonly Uint8Array[]): readonly Uint8Array[] {
  if (!Array.isArray(members) || !members.every((member) => member instanceof Uint8Array)) throw wrongType();
  if (members.length === 0) throw invalidParameter('Binary sets should not be empty');
  if (new Set(members.map(bytesText)).size < members.length) {
    const shown = members.map((member) => Buffer.from(bytesText(member), 'latin1').toString('base64')).join(', ');
    throw invalidParameter(`Input collection [${shown}]of type BS contains duplicates.`);
  }
  return members.map((member) => new Uint8Array(member));
}
