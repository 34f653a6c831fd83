import type { Value } from '../value.js';
import { typeNames, typeOf } from '../value.js';
import type { ReadOperand, TestItem } from './condition.js';
import { beginsWith, betweenTest, boundsOrder, compareTest, contains, hasType, inTest, sizeOf, valueAt } from './condition.js';
import type { Path, Placeholders } from './placeholders.js';
import { equalPaths, showPath } from './placeholders.js';
import type { ExpressionKind } from './tokens.js';
import { invalidExpression } from './tokens.js';
import type { Comparator, Condition, FunctionNode, Operand } from './tree.js';

/** An operand whose names and values are known. */
export interface BoundOperand {
  readonly read: ReadOperand;
  /** Set where it is a path, … */
  readonly path?: Path;
  /** … a value … */
  readonly value?: Value;
  /** … or anything whose type is known beforehand. */
  readonly type?: string;
}

const ordered = new Set(['S', 'N', 'B']);
const measured = new Set(['S', 'B', 'SS', 'NS', 'BS', 'L', 'M']);
const notContainers = new Set(['N', 'BOOL', 'NULL', 'M']);

/**
 * Turns a parsed condition into a test of items, with the names and values of one request. Throws, in the order in which the
 * condition is written, what AWS objects to.
 */
export class ConditionBinder {
  constructor(
    private readonly kind: ExpressionKind,
    private readonly placeholders: Placeholders,
    /** Told of every path, for what some operations forbid. */
    private readonly onPath?: (path: Path) => void,
  ) {}

  test(node: Condition): TestItem {
    switch (node.type) {
      case 'and': {
        const [left, right] = [this.test(node.left), this.test(node.right)];
        return (item) => left(item) && right(item);
      }
      case 'or': {
        const [left, right] = [this.test(node.left), this.test(node.right)];
        return (item) => left(item) || right(item);
      }
      case 'not': {
        const test = this.test(node.condition);
        return (item) => !test(item);
      }
      case 'compare':
        return this.compare(node.operator, this.operand(node.left), this.operand(node.right));
      case 'between':
        return this.between(this.operand(node.operand), this.operand(node.low), this.operand(node.high));
      case 'in': {
        const operand = this.operand(node.operand);
        return inTest(operand.read, node.list.map((each) => this.operand(each).read));
      }
      default:
        return this.functionTest(node);
    }
  }

  operand(node: Operand): BoundOperand {
    if (node.type === 'value') {
      const value = this.placeholders.value(this.kind, node);
      return { read: () => value, value, type: typeOf(value) };
    }
    if (node.type === 'path') {
      const path = this.placeholders.path(this.kind, node);
      this.onPath?.(path);
      return { read: (item) => valueAt(item, path), path };
    }
    return this.size(node);
  }

  private size(node: FunctionNode): BoundOperand {
    const [operand] = this.operands(node, 1);
    this.checkType('size', operand!, measured);
    return {
      type: 'N',
      read: (item) => {
        const value = operand!.read(item);
        const size = value && sizeOf(value);
        return size === undefined ? undefined : { N: String(size) };
      },
    };
  }

  private compare(operator: Comparator, left: BoundOperand, right: BoundOperand): TestItem {
    if (operator !== '=' && operator !== '<>') {
      this.checkType(operator, left, ordered);
      this.checkType(operator, right, ordered);
    }
    this.checkDistinct(operator, left, right);
    return compareTest(operator, left.read, right.read);
  }

  private between(operand: BoundOperand, low: BoundOperand, high: BoundOperand): TestItem {
    for (const each of [operand, low, high]) this.checkType('BETWEEN', each, ordered);
    if (low.value && high.value) {
      const shown = `lower bound operand: AttributeValue: ${showValue(low.value)}, upper bound operand: AttributeValue: ${showValue(high.value)}`;
      const order = boundsOrder(low.value, high.value);
      if (order === undefined) throw this.invalid(`The BETWEEN operator requires same data type for lower and upper bounds; ${shown}`);
      if (order > 0) throw this.invalid(`The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${shown}`);
    }
    return betweenTest(operand.read, low.read, high.read);
  }

  private functionTest(node: FunctionNode): TestItem {
    switch (node.name) {
      case 'attribute_exists':
      case 'attribute_not_exists': {
        const [operand] = this.operands(node, 1);
        if (!operand!.path) throw this.invalid(`Operator or function requires a document path; operator or function: ${node.name}`);
        const exists = node.name === 'attribute_exists';
        return (item) => (operand!.read(item) !== undefined) === exists;
      }
      case 'attribute_type':
        return this.attributeType(node);
      case 'begins_with': {
        const [value, start] = this.operands(node, 2);
        for (const each of [value!, start!]) this.checkType(node.name, each, new Set(['S', 'B']));
        this.checkDistinct(node.name, value!, start!);
        return bothTest(value!, start!, beginsWith);
      }
      default: {
        const [value, part] = this.operands(node, 2);
        if (value!.type !== undefined && notContainers.has(value!.type)) throw this.wrongType('contains', value!.type);
        this.checkDistinct('contains', value!, part!);
        return bothTest(value!, part!, contains);
      }
    }
  }

  private attributeType(node: FunctionNode): TestItem {
    const [operand, type] = this.operands(node, 2);
    this.checkDistinct(node.name, operand!, type!);
    if (type!.type !== 'S' || !type!.value) throw this.wrongType(node.name, type!.type ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
    const name = type!.value.S!;
    if (!(typeNames as readonly string[]).includes(name)) {
      throw this.invalid(`Invalid attribute type name found; type: ${name}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`);
    }
    return (item) => hasType(operand!.read(item), name);
  }

  private operands({ name, operands }: FunctionNode, count: number): readonly BoundOperand[] {
    const bound = operands.map((each) => this.operand(each));
    if (bound.length !== count) {
      throw this.invalid(`Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${bound.length}`);
    }
    return bound;
  }

  private checkType(operator: string, { type }: BoundOperand, allowed: ReadonlySet<string>): void {
    if (type !== undefined && !allowed.has(type)) throw this.wrongType(operator, type);
  }

  private checkDistinct(operator: string, first: BoundOperand, second: BoundOperand): void {
    if (!first.path || !second.path || !equalPaths(first.path, second.path)) return;
    throw this.invalid(
      'The first operand must be distinct from the remaining operands for this operator or function; ' +
        `operator: ${operator}, first operand: ${showPath(first.path)}`,
    );
  }

  private wrongType(operator: string, type: string): Error {
    return this.invalid(`Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`);
  }

  private invalid(message: string): Error {
    return invalidExpression(this.kind, message);
  }
}

const bothTest = (first: BoundOperand, second: BoundOperand, holds: (a: Value, b: Value) => boolean): TestItem => (item) => {
  const a = first.read(item);
  const b = second.read(item);
  return a !== undefined && b !== undefined && holds(a, b);
};

/** `{S:abc}`. */
function showValue(value: Value): string {
  const type = typeOf(value);
  const held = value[type];
  return `{${type}:${held instanceof Uint8Array ? Buffer.from(held).toString('base64') : String(held)}}`;
}
