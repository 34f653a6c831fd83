import type { Attributes, Value } from '../value.js';
import { attribute, bytesText, compareBytes, compareStrings, compareValues, equalValues, typeOf } from '../value.js';
import type { Path } from './placeholders.js';
import type { Comparator } from './tree.js';

/** The value of an operand in an item; undefined where the item does not have it. */
export type ReadOperand = (item: Attributes) => Value | undefined;
export type TestItem = (item: Attributes) => boolean;

/** What stands at a path. */
export function valueAt(item: Attributes, path: Path): Value | undefined {
  let value = attribute(item, path[0] as string);
  for (let at = 1; at < path.length && value !== undefined; at++) {
    const step = path[at]!;
    if (typeof step === 'number') value = value.L?.[step];
    else value = value.M && attribute(value.M, step);
  }
  return value;
}

export function compareTest(operator: Comparator, left: ReadOperand, right: ReadOperand): TestItem {
  if (operator === '=' || operator === '<>') {
    return (item) => {
      const a = left(item);
      const b = right(item);
      if (a === undefined || b === undefined) return operator === '<>' && a !== b;
      return equalValues(a, b) === (operator === '=');
    };
  }
  const holds = orderTests[operator];
  return (item) => {
    const a = left(item);
    const b = right(item);
    const order = a && b && compareValues(a, b);
    return order !== undefined && holds(order);
  };
}

const orderTests: Readonly<Record<'<' | '<=' | '>' | '>=', (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

export const betweenTest = (operand: ReadOperand, low: ReadOperand, high: ReadOperand): TestItem => {
  const least = compareTest('>=', operand, low);
  const most = compareTest('<=', operand, high);
  return (item) => least(item) && most(item);
};

export const inTest = (operand: ReadOperand, list: readonly ReadOperand[]): TestItem => (item) => {
  const value = operand(item);
  return value !== undefined && list.some((each) => {
    const other = each(item);
    return other !== undefined && equalValues(value, other);
  });
};

/** Beginning of a string or of bytes. */
export function beginsWith(value: Value, start: Value): boolean {
  if (value.S !== undefined && start.S !== undefined) return value.S.startsWith(start.S);
  if (value.B === undefined || start.B === undefined) return false;
  return compareBytes(value.B.subarray(0, start.B.byteLength), start.B) === 0;
}

/** Part of a string or of bytes, member of a set, element of a list. */
export function contains(value: Value, part: Value): boolean {
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  if (value.B) return part.B !== undefined && bytesText(value.B).includes(bytesText(part.B));
  if (value.SS) return part.S !== undefined && value.SS.includes(part.S);
  if (value.NS) return part.N !== undefined && value.NS.includes(part.N);
  if (value.BS) return part.B !== undefined && value.BS.some((each) => compareBytes(each, part.B!) === 0);
  return value.L !== undefined && value.L.some((each) => equalValues(each, part));
}

/** What `size` gives; undefined for numbers, booleans and null, which have none. */
export function sizeOf(value: Value): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.B) return value.B.byteLength;
  const members = value.L ?? value.SS ?? value.NS ?? value.BS;
  return value.M ? Object.keys(value.M).length : members?.length;
}

export const hasType = (value: Value | undefined, type: string): boolean => value !== undefined && typeOf(value) === type;

/** -1, 0 or 1 between the bounds of a BETWEEN, which must not be the wrong way round. */
export const boundsOrder = (low: Value, high: Value): number | undefined =>
  low.S !== undefined && high.S !== undefined ? compareStrings(low.S, high.S) : compareValues(low, high);
