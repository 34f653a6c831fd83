import { invalidParameterAs } from '../errors.js';
import { limits } from '../limits.js';

/** One alternative of a property: a value it may have, or a test. */
export type Condition =
  | string
  | number
  | boolean
  | null
  | { readonly exists: boolean }
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly 'equals-ignore-case': string }
  | { readonly cidr: string }
  | { readonly numeric: readonly (string | number)[] }
  | { readonly 'anything-but': AnythingBut };

export type AnythingBut = string | number | readonly (string | number)[] | { readonly prefix: string | readonly string[] } | { readonly suffix: string | readonly string[] };

/** Properties, all of which must fit; below `$or`, alternatives of which one must. */
export interface FilterRule {
  readonly [property: string]: readonly Condition[] | FilterRule | readonly FilterRule[];
}

export type FilterScope = 'MessageAttributes' | 'MessageBody';

/** Why a policy is none; the caller knows which parameter it came in. */
class Refusal extends Error {}

const refuse = (reason: string): never => {
  throw new Refusal(reason);
};

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The policy in the attribute's text; undefined for the empty text or object. `where` begins the message of a refusal:
 * `Invalid parameter: Attributes Reason: ` or `Invalid parameter: `.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function parseFilterPolicy(text: string, scope: FilterScope, where: string): FilterRule | undefined {
  if (text === '') return undefined;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw invalidParameterAs(`${where}FilterPolicy: failed to parse JSON.`);
  }
  try {
    if (!isObject(given)) return refuse('Filter must be a JSON object.');
    if (Object.keys(given).length === 0) return undefined;
    if (scope === 'MessageAttributes' && isNested(given)) {
      throw invalidParameterAs('Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy');
    }
    if (Buffer.byteLength(text) > limits.filterPolicySize.value) refuse('Filter policy is too long');
    checkRule(given);
    checkComplexity(given as FilterRule, scope);
    return given as FilterRule;
  } catch (error) {
    if (error instanceof Refusal) throw invalidParameterAs(`${where}FilterPolicy: ${error.message}`);
    throw error;
  }
}

const isNested = (rule: Json): boolean =>
  Object.entries(rule).some(([name, value]) => (isAlternatives(name, value) ? value.some(isNested) : isObject(value)));

/** `$or` is an operator only where it holds two objects or more; otherwise it is a property of that name. */
export const isAlternatives = (name: string, value: unknown): value is readonly Json[] =>
  name === '$or' && Array.isArray(value) && value.length >= 2 && value.every(isObject) && !value.some(isCondition);

const operators = ['exists', 'prefix', 'suffix', 'equals-ignore-case', 'cidr', 'numeric', 'anything-but'];
const isCondition = (value: Json): boolean => Object.keys(value).length === 1 && operators.includes(Object.keys(value)[0]!);

function checkRule(rule: Json): void {
  for (const [name, value] of Object.entries(rule)) {
    if (isAlternatives(name, value)) value.forEach(checkRule);
    else if (isObject(value)) {
      if (Object.keys(value).length === 0) refuse('Empty objects are not allowed');
      checkRule(value);
    } else if (Array.isArray(value)) {
      if (value.length === 0) refuse('Empty arrays are not allowed');
      value.forEach(checkCondition);
    } else refuse(`"${name}" must be an object or an array`);
  }
}

function checkCondition(condition: unknown): void {
  if (condition === null || typeof condition === 'string' || typeof condition === 'boolean') return;
  if (typeof condition === 'number') return checkNumber(condition);
  if (!isObject(condition)) return refuse('Match value must be String, number, true, false, or null');
  const [operator, ...others] = Object.keys(condition);
  if (operator === undefined) return refuse('Empty objects are not allowed');
  if (!operators.includes(operator)) return refuse(`Unrecognized match type ${operator}`);
  if (others.length > 0) return refuse('Only one key allowed in match expression');
  checkOperand(operator, condition[operator]);
}

function checkNumber(value: number): void {
  if (Math.abs(value) > limits.filterNumber.value) refuse(`Value must be between -1.0E9 and 1.0E9, inclusive`);
}

function checkOperand(operator: string, operand: unknown): void {
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') refuse('exists match pattern must be either true or false.');
  } else if (operator === 'numeric') {
    checkNumeric(operand);
  } else if (operator === 'anything-but') {
    checkAnythingBut(operand);
  } else {
    if (typeof operand !== 'string') return refuse(`${operator} match pattern must be a string`);
    if (operator === 'cidr' && !/^[0-9a-fA-F.:]+\/\d{1,3}$/.test(operand)) refuse('Malformed CIDR, one \'/\' required');
    if (operator !== 'equals-ignore-case' && operand === '') refuse('Null prefix/suffix not allowed');
  }
}

function checkAnythingBut(operand: unknown): void {
  if (isObject(operand)) {
    const [operator, ...others] = Object.keys(operand);
    if (others.length > 0) refuse('Only one key allowed in match expression');
    if (operator !== 'prefix' && operator !== 'suffix') return refuse(`Unsupported anything-but pattern: ${operator}`);
    const patterns = Array.isArray(operand[operator]) ? (operand[operator] as unknown[]) : [operand[operator]];
    if (patterns.length === 0 || patterns.some((each) => typeof each !== 'string')) refuse(`${operator} match pattern must be a string`);
    return;
  }
  const values = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0 || !values.every((value) => typeof value === 'string' || typeof value === 'number')) {
    refuse('Inside anything but list, start|null|boolean is not supported.');
  }
}

function checkNumeric(operand: unknown): void {
  if (!Array.isArray(operand)) return refuse('Value of numeric must be an array.');
  const [operator, value, second, top, ...others] = operand as unknown[];
  if (operand.length === 0) return refuse('Invalid member in numeric match: ]');
  if (typeof operator !== 'string') return refuse(`Invalid member in numeric match: ${String(operator)}`);
  if (!['=', '<', '<=', '>', '>='].includes(operator)) return refuse(`Unrecognized numeric range operator: ${operator}`);
  if (typeof value !== 'number') return refuse(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  checkNumber(value);
  if (operand.length === 2) return;
  if (operator !== '>' && operator !== '>=') return refuse('Too many elements in numeric expression');
  if (typeof second !== 'string') return refuse(`Bad value in numeric range: ${String(second)}`);
  if (second !== '<' && second !== '<=') return refuse(`Bad numeric range operator: ${second}`);
  if (typeof top !== 'number') return refuse(`Value of ${second} must be numeric`);
  if (others.length > 0) return refuse('Too many terms in numeric range expression');
  checkNumber(top);
  if (top <= value) refuse('Bottom must be less than top');
}

interface Weight {
  readonly combinations: number;
  readonly keys: number;
}

/** Nested keys weigh more: each value counts once for every level it is below. */
function weigh(rule: FilterRule, depth: number): Weight {
  let combinations = 1;
  let keys = 0;
  for (const [name, value] of Object.entries(rule)) {
    let part: Weight;
    if (isAlternatives(name, value)) {
      const parts = (value as readonly FilterRule[]).map((each) => weigh(each, depth));
      part = { combinations: sum(parts.map((each) => each.combinations)), keys: sum(parts.map((each) => each.keys)) };
    } else if (Array.isArray(value)) part = { combinations: value.length * depth, keys: 1 };
    else part = weigh(value as FilterRule, depth + 1);
    combinations *= part.combinations;
    keys += part.keys;
  }
  return { combinations, keys };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Of a policy on bodies only the topmost keys count, of one on attributes all. */
function checkComplexity(rule: FilterRule, scope: FilterScope): void {
  const { combinations, keys: all } = weigh(rule, 1);
  const keys = scope === 'MessageBody' ? Object.keys(rule).length : all;
  if (keys > limits.filterPolicyKeys.value) refuse(`Filter policy can not have more than ${limits.filterPolicyKeys.value} keys`);
  if (combinations > limits.filterPolicyCombinations.value) refuse('Filter policy is too complex');
}
