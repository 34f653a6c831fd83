import type { Condition as LegacyInput } from '@aws-sdk/client-dynamodb';
import { validation } from '../../errors.js';
import { ConditionBinder } from '../expressions/bindCondition.js';
import { parsedCondition } from '../expressions/parsed.js';
import type { Placeholders } from '../expressions/placeholders.js';
import { invalidExpression } from '../expressions/tokens.js';
import type { Comparator, Condition, Operand } from '../expressions/tree.js';
import { legacyCondition } from '../legacy/conditions.js';
import type { Value } from '../value.js';

export type KeyOperator = '=' | '<' | '<=' | '>' | '>=' | 'between' | 'begins_with';

/** What one attribute of a key must be. */
export interface KeyTest {
  readonly name: string;
  readonly operator: KeyOperator;
  readonly values: readonly Value[];
}

const kind = 'KeyConditionExpression';

/** KeyConditionExpression as tests of key attributes; which of them a table has is not known yet. */
export function parseKeyCondition(text: string, placeholders: Placeholders): readonly KeyTest[] {
  const tree = parsedCondition(kind, text);
  const binder = new ConditionBinder(kind, placeholders);
  binder.test(tree);
  const tests: KeyTest[] = [];
  collect(tree, binder, tests);
  return tests;
}

function collect(node: Condition, binder: ConditionBinder, tests: KeyTest[]): void {
  if (node.type === 'and') {
    collect(node.left, binder, tests);
    return collect(node.right, binder, tests);
  }
  const test = keyTest(node, binder);
  if (tests.some(({ name }) => name === test.name)) throw invalidExpression(kind, 'KeyConditionExpressions must only contain one condition per key');
  tests.push(test);
}

function keyTest(node: Exclude<Condition, { type: 'and' }>, binder: ConditionBinder): KeyTest {
  const wrong = (operator: string): Error => validation(`Invalid operator used in KeyConditionExpression: ${operator}`);
  switch (node.type) {
    case 'compare': {
      if (node.operator === '<>') throw wrong('<>');
      const { name, values } = read([node.left, node.right], binder);
      return { name, operator: node.left.type === 'path' ? node.operator : reversed[node.operator], values };
    }
    case 'between':
      mustLead('BETWEEN', node.operand);
      return { ...read([node.operand, node.low, node.high], binder), operator: 'between' };
    case 'function':
      if (node.name !== 'begins_with') throw wrong(node.name);
      mustLead('begins_with', node.operands[0]!);
      return { ...read(node.operands, binder), operator: 'begins_with' };
    default:
      throw wrong(node.type.toUpperCase());
  }
}

const reversed: Readonly<Record<Exclude<Comparator, '<>'>, KeyOperator>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function mustLead(operator: string, operand: Operand): void {
  if (operand.type === 'path') return;
  throw validation(`Invalid condition in KeyConditionExpression: ${operator} operator must have the key attribute as its first operand`);
}

/** One attribute's name and the values that it is compared with. */
function read(operands: readonly Operand[], binder: ConditionBinder): { name: string; values: Value[] } {
  let name: string | undefined;
  const values: Value[] = [];
  for (const operand of operands) {
    if (operand.type === 'function') throw validation('KeyConditionExpressions cannot contain nested operations');
    const bound = binder.operand(operand);
    if (!bound.path) {
      values.push(bound.value!);
      continue;
    }
    if (name !== undefined) throw validation('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition');
    if (bound.path.length > 1) throw invalidExpression(kind, 'KeyConditionExpressions cannot have conditions on nested attributes');
    name = bound.path[0] as string;
  }
  if (name === undefined) throw validation('Invalid condition in KeyConditionExpression: No key attribute specified');
  return { name, values };
}

const indexable: Readonly<Record<string, KeyOperator>> = {
  EQ: '=', LE: '<=', LT: '<', GE: '>=', GT: '>', BETWEEN: 'between', BEGINS_WITH: 'begins_with',
};

/** KeyConditions, the parameter that KeyConditionExpression replaced. */
export function legacyKeyTests(conditions: Readonly<Record<string, LegacyInput>>): readonly KeyTest[] {
  return Object.entries(conditions).map(([name, { ComparisonOperator, AttributeValueList }]) => {
    const { operator, values } = legacyCondition(ComparisonOperator!, AttributeValueList);
    const found = indexable[operator];
    if (found === undefined) throw validation('Attempted conditional constraint is not an indexable operation');
    return { name, operator: found, values };
  });
}
