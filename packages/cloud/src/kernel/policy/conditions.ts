import type { Condition, Operator } from './document.js';
import { addressIn } from './ipAddress.js';
import { matches, matchesArn, resolvePattern } from './pattern.js';
import type { ConditionContext } from './context.js';

type Test = Operator['test'];

const sameText: Test = (actual, expected) => actual === expected;
const sameTextIgnoringCase: Test = (actual, expected) => actual.toLowerCase() === expected.toLowerCase();
const like: Test = (actual, expected) => matches(expected, actual);
const arnLike: Test = (actual, expected) => matchesArn(expected, actual);

const numeric =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, expected) => {
    if (actual.trim() === '' || expected.trim() === '') return false;
    const a = Number(actual);
    const b = Number(expected);
    return !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b);
  };

/** Epoch milliseconds of a date as policies write them: ISO 8601, or seconds since 1970. */
const instant = (text: string): number => (/^-?[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const date =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, expected) => {
    const a = instant(actual);
    const b = instant(expected);
    return !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b);
  };

const equal = (a: number, b: number): boolean => a === b;
const less = (a: number, b: number): boolean => a < b;
const lessOrEqual = (a: number, b: number): boolean => a <= b;
const greater = (a: number, b: number): boolean => a > b;
const greaterOrEqual = (a: number, b: number): boolean => a >= b;

const row = (name: string, test: Test, options: { negated?: boolean; wildcards?: boolean; variables?: boolean } = {}): Operator => ({
  name,
  test,
  negated: options.negated ?? false,
  wildcards: options.wildcards ?? false,
  variables: options.variables ?? true,
});

/** The Null operator is answered before its test is reached. */
export const nullOperator = row('Null', sameText, { variables: false });

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const table: readonly Operator[] = [
  row('StringEquals', sameText),
  row('StringNotEquals', sameText, { negated: true }),
  row('StringEqualsIgnoreCase', sameTextIgnoringCase),
  row('StringNotEqualsIgnoreCase', sameTextIgnoringCase, { negated: true }),
  row('StringLike', like, { wildcards: true }),
  row('StringNotLike', like, { wildcards: true, negated: true }),
  row('NumericEquals', numeric(equal)),
  row('NumericNotEquals', numeric(equal), { negated: true }),
  row('NumericLessThan', numeric(less)),
  row('NumericLessThanEquals', numeric(lessOrEqual)),
  row('NumericGreaterThan', numeric(greater)),
  row('NumericGreaterThanEquals', numeric(greaterOrEqual)),
  row('DateEquals', date(equal)),
  row('DateNotEquals', date(equal), { negated: true }),
  row('DateLessThan', date(less)),
  row('DateLessThanEquals', date(lessOrEqual)),
  row('DateGreaterThan', date(greater)),
  row('DateGreaterThanEquals', date(greaterOrEqual)),
  row('Bool', sameTextIgnoringCase),
  row('BinaryEquals', sameText, { variables: false }),
  row('IpAddress', addressIn),
  row('NotIpAddress', addressIn, { negated: true }),
  row('ArnEquals', arnLike, { wildcards: true }),
  row('ArnNotEquals', arnLike, { wildcards: true, negated: true }),
  row('ArnLike', arnLike, { wildcards: true }),
  row('ArnNotLike', arnLike, { wildcards: true, negated: true }),
  nullOperator,
];

const operators = new Map(table.map((operator) => [operator.name.toLowerCase(), operator]));

export interface OperatorUse {
  readonly operator: Operator;
  readonly quantifier: Condition['quantifier'];
  readonly ifExists: boolean;
}

/** Reads `ForAnyValue:StringLikeIfExists`; undefined where there is no such operator. */
export function operatorNamed(text: string): OperatorUse | undefined {
  const colon = text.indexOf(':');
  const quantifier = colon < 0 ? undefined : quantifiers[text.slice(0, colon).toLowerCase()];
  if (colon >= 0 && !quantifier) return undefined;
  let name = text.slice(colon + 1).toLowerCase();
  const ifExists = name.endsWith('ifexists');
  if (ifExists) name = name.slice(0, -'ifexists'.length);
  const operator = operators.get(name);
  if (!operator || (ifExists && operator === nullOperator)) return undefined;
  return { operator, quantifier, ifExists };
}

const quantifiers: Readonly<Record<string, Condition['quantifier']>> = { forallvalues: 'ForAllValues', foranyvalue: 'ForAnyValue' };

/** Whether the request meets every condition of a statement. */
export function meetsConditions(conditions: readonly Condition[], context: ConditionContext): boolean {
  for (const condition of conditions) if (!meets(condition, context)) return false;
  return true;
}

function meets(condition: Condition, context: ConditionContext): boolean {
  const { operator, quantifier } = condition;
  const actual = context.get(condition.key);
  const present = actual !== undefined && actual.length > 0;
  if (operator === nullOperator) return meetsNull(condition, present);
  if (!present) {
    if (quantifier) return quantifier === 'ForAllValues' || condition.ifExists;
    return condition.ifExists || operator.negated;
  }
  const expected: string[] = [];
  for (const pattern of condition.values) {
    const text = resolvePattern(pattern, context);
    // A variable that the request lacks makes the whole condition fail, negated or not.
    if (text === undefined) return false;
    expected.push(text);
  }
  const holds = (value: string): boolean => expected.some((text) => operator.test(value, text)) !== operator.negated;
  if (quantifier === 'ForAnyValue') return actual.some(holds);
  if (quantifier === 'ForAllValues' || operator.negated) return actual.every(holds);
  return actual.some(holds);
}

const meetsNull = (condition: Condition, present: boolean): boolean =>
  condition.values.some((value) => (value.source.toLowerCase() === 'true') === !present);
