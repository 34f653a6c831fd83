import { compareNumbers } from './number.js';

/** An attribute value: exactly one member is set. The SDK's AttributeValue in a form that is easy to build and read. */
export interface Value {
  readonly S?: string;
  readonly N?: string;
  readonly B?: Uint8Array;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly Uint8Array[];
  readonly M?: Attributes;
  readonly L?: readonly Value[];
  readonly NULL?: boolean;
  readonly BOOL?: boolean;
}

/** An item, a key or a map. */
export type Attributes = Readonly<Record<string, Value>>;

export const typeNames = ['S', 'N', 'B', 'SS', 'NS', 'BS', 'M', 'L', 'NULL', 'BOOL'] as const;
export type TypeName = (typeof typeNames)[number];
export type ScalarType = 'S' | 'N' | 'B';

export function typeOf(value: Value): TypeName {
  if (value.S !== undefined) return 'S';
  if (value.N !== undefined) return 'N';
  if (value.M !== undefined) return 'M';
  if (value.L !== undefined) return 'L';
  if (value.BOOL !== undefined) return 'BOOL';
  if (value.NULL !== undefined) return 'NULL';
  if (value.B !== undefined) return 'B';
  if (value.SS !== undefined) return 'SS';
  return value.NS !== undefined ? 'NS' : 'BS';
}

/** An attribute by name: never what objects inherit, such as `constructor`. */
export function attribute(attributes: Attributes, name: string): Value | undefined {
  const value = attributes[name];
  return value !== undefined && Object.hasOwn(attributes, name) ? value : undefined;
}

/** Sets an attribute under any name, `__proto__` included. */
export function setAttribute(attributes: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__') Object.defineProperty(attributes, name, { value, enumerable: true, configurable: true, writable: true });
  else attributes[name] = value;
}

export const compareBytes = (left: Uint8Array, right: Uint8Array): number => Buffer.compare(left, right);

/** Order of UTF-8 bytes, which differs from JavaScript's where surrogates meet the characters above them. */
export function compareStrings(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for characters above all others. */
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** Negative, 0 or positive; undefined where the two have no order. */
export function compareValues(left: Value, right: Value): number | undefined {
  if (left.S !== undefined && right.S !== undefined) return compareStrings(left.S, right.S);
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N);
  return left.B !== undefined && right.B !== undefined ? compareBytes(left.B, right.B) : undefined;
}

/** Same type and same value; sets in any order. Numbers are canonical, so their texts decide. */
export function equalValues(left: Value, right: Value): boolean {
  if (left === right) return true;
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  switch (type) {
    case 'S':
    case 'N':
    case 'BOOL':
      return left[type] === right[type];
    case 'NULL':
      return true;
    case 'B':
      return compareBytes(left.B!, right.B!) === 0;
    case 'M':
      return equalAttributes(left.M!, right.M!);
    case 'L':
      return left.L!.length === right.L!.length && left.L!.every((each, at) => equalValues(each, right.L![at]!));
    default:
      return equalSets(setMembers(left)!, setMembers(right)!);
  }
}

export function equalAttributes(left: Attributes, right: Attributes): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  for (const name of names) {
    const other = attribute(right, name);
    if (!other || !equalValues(left[name]!, other)) return false;
  }
  return true;
}

/** Members of a set as comparable texts; undefined for what is no set. */
export function setMembers(value: Value): readonly string[] | undefined {
  return value.SS ?? value.NS ?? value.BS?.map(bytesText);
}

export const bytesText = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

function equalSets(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  const members = new Set(left);
  return right.every((member) => members.has(member));
}
