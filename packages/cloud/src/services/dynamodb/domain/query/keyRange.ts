import { emptyKeyValue, invalidParameter, validation } from '../../errors.js';
import { above, ended, escaped, partitionPrefix, scalarText } from '../keyText.js';
import { partitionText } from '../itemKey.js';
import type { KeyAttribute, KeyShape } from '../table.js';
import type { Value } from '../value.js';
import { setAttribute } from '../value.js';
import type { KeyTest } from './keyCondition.js';

/** A run of keys within a table or index: all that begin with `prefix`, from `from` on and below `before`. */
export interface KeyRange {
  readonly prefix: string;
  readonly from?: string;
  readonly before?: string;
}

/** The keys that satisfy a query's conditions. Throws where the conditions do not fit the key. */
export function keyRange(shape: KeyShape, tests: readonly KeyTest[]): KeyRange {
  const size = shape.hash.length + shape.range.length;
  if (tests.length > size) {
    throw validation(`The number of query conditions (${tests.length}) exceeds the number of key attributes defined in the schema (${size})`);
  }
  const byName = new Map(tests.map((test) => [test.name, test]));
  const partition: Record<string, Value> = {};
  for (const part of shape.hash) setAttribute(partition, part.name, partitionValue(part, byName));
  const range = shape.range.filter(({ name }) => byName.has(name));
  if (range.length + shape.hash.length < tests.length) throw missedElement(shape, byName);
  checkOrder(shape, byName);
  return sortRange(partitionPrefix(partitionText(shape.hash, partition)), range, byName);
}

function partitionValue(part: KeyAttribute, tests: ReadonlyMap<string, KeyTest>): Value {
  const test = tests.get(part.name);
  if (!test) throw validation(`Query condition missed key schema element: ${part.name}`);
  checkTypes(part, test);
  if (test.operator !== '=') throw validation('Query key condition not supported');
  const [value] = test.values;
  if (value!.S === '') throw emptyKeyValue('string', part.name);
  if (value!.B?.byteLength === 0) throw emptyKeyValue('binary', part.name);
  return value!;
}

function checkTypes({ type }: KeyAttribute, { values }: KeyTest): void {
  if (values.some((value) => value[type] === undefined)) throw invalidParameter('Condition parameter type does not match schema type');
}

/** Some condition is on an attribute that is no part of the key. */
function missedElement(shape: KeyShape, tests: ReadonlyMap<string, KeyTest>): Error {
  const missed = shape.range.find(({ name }) => !tests.has(name));
  return validation(missed ? `Query condition missed key schema element: ${missed.name}` : 'Query key condition not supported');
}

/** Sort key attributes before the last one named must be there, and equal something. */
function checkOrder({ range }: KeyShape, tests: ReadonlyMap<string, KeyTest>): void {
  const last = range.findLastIndex(({ name }) => tests.has(name));
  const open = range.slice(0, Math.max(0, last)).filter(({ name }) => tests.get(name)?.operator !== '=');
  if (open.length === 0) return;
  throw validation(
    `RANGE key attributes ${open.map(({ name }) => name).join(', ')} must have equality conditions specified in the query ` +
      `because a condition is present on key attribute ${range[last]!.name}`,
  );
}

function sortRange(partition: string, range: readonly KeyAttribute[], tests: ReadonlyMap<string, KeyTest>): KeyRange {
  let prefix = partition;
  for (const part of range) {
    const test = tests.get(part.name)!;
    checkTypes(part, test);
    const [first, second] = test.values.map((value) => scalarText(value, part.type));
    switch (test.operator) {
      case '=':
        prefix += ended(first!);
        break;
      case '<':
        return { prefix, before: ended(first!) };
      case '<=':
        return { prefix, before: above(first!) };
      case '>':
        return { prefix, from: above(first!) };
      case '>=':
        return { prefix, from: ended(first!) };
      case 'between':
        return { prefix, from: ended(first!), before: above(second!) };
      default:
        if (part.type === 'N') throw invalidParameter('Condition parameter type does not match schema type');
        return { prefix: prefix + escaped(first!) };
    }
  }
  return { prefix };
}

/** Whether a key lies within a range. */
export const inRange = ({ prefix, from, before }: KeyRange, key: string): boolean =>
  key.startsWith(prefix) && (from === undefined || key >= prefix + from) && (before === undefined || key < prefix + before);

