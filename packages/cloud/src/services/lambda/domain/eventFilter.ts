import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

/**
 * Filter patterns of event source mappings: the rules of EventBridge patterns as Lambda takes them.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Rule = (value: Json | undefined) => boolean;

/** Whether any of the patterns takes the record. Throws InvalidParameterValueException for a pattern that is none. */
export function compileFilters(patterns: readonly string[]): (record: object) => boolean {
  const rules = patterns.map(compilePattern);
  return (record) => rules.some((rule) => rule(record as Json));
}

export function checkFilters(filters: readonly { Pattern?: string | undefined }[]): string[] {
  const { value: most } = limits.filtersOfMapping;
  if (filters.length > most) throw invalidParameter(`Filters should be less than or equal to ${most}.`);
  const patterns = filters.map(({ Pattern: pattern }) => pattern ?? '');
  compileFilters(patterns);
  return patterns;
}

function compilePattern(text: string): Rule {
  if (text.length > limits.filterPatternLength.value) throw invalidPattern();
  let pattern: Json;
  try {
    pattern = JSON.parse(text) as Json;
  } catch {
    throw invalidPattern();
  }
  if (!isObject(pattern)) throw invalidPattern();
  return compileObject(pattern);
}

function compileObject(pattern: Record<string, Json>): Rule {
  const rules = Object.entries(pattern).map(([name, inner]): Rule => {
    if (name === '$or') return compileAlternatives(inner);
    const rule = compileMember(inner);
    return (value) => rule(isObject(value) ? value[name] : undefined);
  });
  return (value) => rules.every((rule) => rule(value));
}

function compileAlternatives(inner: Json): Rule {
  if (!Array.isArray(inner) || inner.length < 2 || !inner.every(isObject)) throw invalidPattern();
  const rules = inner.map((alternative) => compileObject(alternative as Record<string, Json>));
  return (value) => rules.some((rule) => rule(value));
}

function compileMember(inner: Json): Rule {
  if (Array.isArray(inner)) {
    if (inner.length === 0) throw invalidPattern();
    const rules = inner.map(compileValue);
    return (value) => rules.some((rule) => rule(value));
  }
  if (!isObject(inner)) throw invalidPattern();
  const rule = compileObject(inner);
  return (value) => (Array.isArray(value) ? value.some(rule) : rule(value));
}

/** One value of a list. An array in the event matches where one of its elements does. */
function compileValue(expected: Json): Rule {
  if (Array.isArray(expected)) throw invalidPattern();
  if (isObject(expected)) return compileOperator(expected);
  return anyElement((value) => value === expected);
}

function compileOperator(operator: Record<string, Json>): Rule {
  const [[name, operand] = ['', null], ...others] = Object.entries(operator);
  if (others.length > 0) throw invalidPattern();
  switch (name) {
    case 'exists':
      if (typeof operand !== 'boolean') throw invalidPattern();
      return (value) => (value !== undefined) === operand;
    case 'prefix':
      return textRule(operand, (value, text) => value.startsWith(text));
    case 'suffix':
      return textRule(operand, (value, text) => value.endsWith(text));
    case 'equals-ignore-case':
      return textRule(operand, (value, text) => value.toLowerCase() === text.toLowerCase());
    case 'anything-but':
      return compileAnythingBut(operand);
    case 'numeric':
      return compileNumeric(operand);
    default:
      throw invalidPattern();
  }
}

function textRule(operand: Json, test: (value: string, text: string) => boolean): Rule {
  if (typeof operand !== 'string') throw invalidPattern();
  return anyElement((value) => typeof value === 'string' && test(value, operand));
}

function compileAnythingBut(operand: Json): Rule {
  if (isObject(operand)) {
    const { prefix } = operand;
    if (typeof prefix !== 'string') throw invalidPattern();
    return anyElement((value) => !(typeof value === 'string' && value.startsWith(prefix)));
  }
  const refused = Array.isArray(operand) ? operand : [operand];
  if (!refused.every((value) => typeof value === 'string' || typeof value === 'number')) throw invalidPattern();
  return anyElement((value) => !(refused as Json[]).includes(value));
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function compileNumeric(operand: Json): Rule {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) throw invalidPattern();
  const tests: ((value: number) => boolean)[] = [];
  for (let i = 0; i < operand.length; i += 2) {
    const compare = comparisons[String(operand[i])];
    const bound = operand[i + 1];
    if (!compare || typeof bound !== 'number') throw invalidPattern();
    tests.push((value) => compare(value, bound));
  }
  return anyElement((value) => typeof value === 'number' && tests.every((test) => test(value)));
}

const anyElement =
  (test: (value: Json) => boolean): Rule =>
  (value) =>
    value !== undefined && (Array.isArray(value) ? value.some(test) : test(value));

const isObject = (value: unknown): value is Record<string, Json> => typeof value === 'object' && value !== null && !Array.isArray(value);

const invalidPattern = () => invalidParameter('Invalid filter pattern definition.');
