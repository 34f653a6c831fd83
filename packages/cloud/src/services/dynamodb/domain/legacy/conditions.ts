import type { AttributeValue, ComparisonOperator, Condition, ConditionalOperator, ExpectedAttributeValue } from '@aws-sdk/client-dynamodb';
import { invalidParameter, validation } from '../../errors.js';
import { beginsWith, compareTest, contains } from '../expressions/condition.js';
import type { TestItem } from '../expressions/condition.js';
import { readValue } from '../readValue.js';
import type { Attributes, TypeName, Value } from '../value.js';
import { attribute, compareValues, equalValues, typeOf } from '../value.js';

/** One comparison of the parameters that expressions replaced: an operator and its values, checked. */
export interface LegacyCondition {
  readonly operator: ComparisonOperator;
  readonly values: readonly Value[];
}

const counts: Readonly<Record<ComparisonOperator, readonly [least: number, most: number]>> = {
  EQ: [1, 1], NE: [1, 1], LE: [1, 1], LT: [1, 1], GE: [1, 1], GT: [1, 1], CONTAINS: [1, 1], NOT_CONTAINS: [1, 1], BEGINS_WITH: [1, 1],
  IN: [1, Infinity], BETWEEN: [2, 2], NULL: [0, 0], NOT_NULL: [0, 0],
};

const scalars: readonly TypeName[] = ['S', 'N', 'B'];
const allowedTypes: Partial<Record<ComparisonOperator, readonly TypeName[]>> = {
  LE: scalars, LT: scalars, GE: scalars, GT: scalars, IN: scalars, BETWEEN: scalars,
  CONTAINS: [...scalars, 'BOOL', 'NULL'], NOT_CONTAINS: [...scalars, 'BOOL', 'NULL'], BEGINS_WITH: ['S', 'B'],
};

/** Checks an operator and its values as AWS does. */
export function legacyCondition(operator: ComparisonOperator, list: readonly AttributeValue[] | undefined): LegacyCondition {
  const values = (list ?? []).map((value) => readValue(value as Value));
  const [least, most] = counts[operator];
  if (values.length < least || values.length > most) throw invalidParameter(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  const types = values.map(typeOf);
  if (new Set(types).size > 1) throw invalidParameter('AttributeValues inside AttributeValueList must be of same type');
  const wrong = types.find((type) => allowedTypes[operator]?.includes(type) === false);
  if (wrong !== undefined) throw invalidParameter(`ComparisonOperator ${operator} is not valid for ${wrong} AttributeValue type`);
  if (operator === 'BETWEEN' && compareValues(values[0]!, values[1]!)! > 0) {
    throw validation('The BETWEEN condition was provided a range where the lower bound is greater than the upper bound');
  }
  return { operator, values };
}

/** QueryFilter and ScanFilter. */
export function filterTest(filter: Readonly<Record<string, Condition>> | undefined, joined: ConditionalOperator | undefined): TestItem | undefined {
  const tests = Object.entries(filter ?? {}).map(([name, { ComparisonOperator, AttributeValueList }]) =>
    attributeTest(name, legacyCondition(ComparisonOperator!, AttributeValueList)),
  );
  return join(tests, joined);
}

/** Expected: what must hold of the item before it is written. */
export function expectedTest(
  expected: Readonly<Record<string, ExpectedAttributeValue>> | undefined,
  joined: ConditionalOperator | undefined,
): TestItem | undefined {
  return join(Object.entries(expected ?? {}).map(([name, value]) => attributeTest(name, expectation(name, value))), joined);
}

function expectation(name: string, expected: ExpectedAttributeValue): LegacyCondition {
  const { Value: value, Exists, ComparisonOperator: operator, AttributeValueList: list } = expected;
  const refuse = (what: string): Error => invalidParameter(`${what} for Attribute: ${name}`);
  if (operator !== undefined) {
    if (Exists !== undefined) throw refuse('Exists and ComparisonOperator cannot be used together');
    if (value !== undefined && list !== undefined) throw refuse('Value and AttributeValueList cannot be used together');
    if (!list && !value && counts[operator][0] > 0) throw refuse(`Value or AttributeValueList must be used with ComparisonOperator: ${operator}`);
    return legacyCondition(operator, list ?? (value && [value]));
  }
  if (list !== undefined) throw refuse('AttributeValueList can only be used with a ComparisonOperator');
  if (Exists === false) {
    if (value !== undefined) throw refuse('Value cannot be used when Exists is false');
    return legacyCondition('NULL', undefined);
  }
  if (value === undefined) throw refuse(`Value must be provided when Exists is ${Exists ?? 'null'}`);
  return legacyCondition('EQ', [value]);
}

function join(tests: readonly TestItem[], joined: ConditionalOperator | undefined): TestItem | undefined {
  if (joined !== undefined && tests.length === 0) throw validation('ConditionalOperator cannot be used without Filter or Expected');
  if (joined !== undefined && tests.length === 1) {
    throw validation('ConditionalOperator can only be used when Filter or Expected has two or more elements');
  }
  if (tests.length === 0) return undefined;
  return joined === 'OR' ? (item) => tests.some((test) => test(item)) : (item) => tests.every((test) => test(item));
}

const orders = { LE: '<=', LT: '<', GE: '>=', GT: '>' } as const;

function attributeTest(name: string, { operator, values }: LegacyCondition): TestItem {
  const read = (item: Attributes): Value | undefined => attribute(item, name);
  const [first, second] = values;
  switch (operator) {
    case 'EQ':
      return (item) => test(read(item), (value) => equalValues(value, first!));
    case 'NE':
      return (item) => !test(read(item), (value) => equalValues(value, first!));
    case 'NULL':
      return (item) => read(item) === undefined;
    case 'NOT_NULL':
      return (item) => read(item) !== undefined;
    case 'CONTAINS':
      return (item) => test(read(item), (value) => contains(value, first!));
    case 'NOT_CONTAINS':
      return (item) => test(read(item), (value) => !contains(value, first!));
    case 'BEGINS_WITH':
      return (item) => test(read(item), (value) => beginsWith(value, first!));
    case 'IN':
      return (item) => test(read(item), (value) => values.some((each) => equalValues(value, each)));
    case 'BETWEEN':
      return (item) => test(read(item), (value) => (compareValues(value, first!) ?? -1) >= 0 && (compareValues(value, second!) ?? 1) <= 0);
    default:
      return compareTest(orders[operator], read, () => first);
  }
}

const test = (value: Value | undefined, holds: (value: Value) => boolean): boolean => value !== undefined && holds(value);
