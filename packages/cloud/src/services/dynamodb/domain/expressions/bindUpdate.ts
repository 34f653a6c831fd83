import { addNumbers } from '../number.js';
import type { TypeName, Value } from '../value.js';
import { typeOf } from '../value.js';
import { valueAt } from './condition.js';
import { checkPaths } from './paths.js';
import type { Path, Placeholders } from './placeholders.js';
import { invalidExpression } from './tokens.js';
import type { Assigned, FunctionNode, Operand, PathNode, UpdateAction } from './tree.js';
import type { BoundAction, BoundUpdate, Compute } from './update.js';
import { missingOperand, wrongOperand } from './update.js';

const kind = 'UpdateExpression';

/** What ADD and DELETE call the types. */
const longNames: Readonly<Record<TypeName, string>> = {
  S: 'STRING', N: 'NUMBER', B: 'BINARY', SS: 'STRING_SET', NS: 'NUMBER_SET', BS: 'BINARY_SET', M: 'MAP', L: 'LIST', NULL: 'NULL', BOOL: 'BOOLEAN',
};
const setTypes: readonly TypeName[] = ['SS', 'NS', 'BS'];

/**
 * Gives a parsed update the names and values of one request. AWS reports by kind of fault, not by place: names and values
 * first, then paths that meet, then types of ADD and DELETE, then functions.
 */
export function bindUpdate(actions: readonly UpdateAction[], placeholders: Placeholders): BoundUpdate {
  const binder = new UpdateBinder(placeholders);
  for (const action of actions) binder.resolve(action);
  const targets = actions.map(({ path }) => binder.path(path));
  checkPaths(kind, targets);
  for (const action of actions) binder.checkMembers(action);
  return { actions: actions.map((action) => binder.bind(action)), targets, sources: binder.sources };
}

class UpdateBinder {
  readonly sources: Path[] = [];

  constructor(private readonly placeholders: Placeholders) {}

  /** Looks up every name and value, for the first that is missing. */
  resolve(action: UpdateAction): void {
    this.path(action.path);
    if (action.type === 'set') this.resolveOperand(action.value);
    else if (action.type !== 'remove') this.placeholders.value(kind, action.value);
  }

  private resolveOperand(node: Assigned): void {
    if (node.type === 'value') this.placeholders.value(kind, node);
    else if (node.type === 'path') this.sources.push(this.path(node));
    else for (const operand of node.type === 'function' ? node.operands : [node.left, node.right]) this.resolveOperand(operand);
  }

  path(node: PathNode): Path {
    return this.placeholders.path(kind, node);
  }

  checkMembers(action: UpdateAction): void {
    if (action.type !== 'add' && action.type !== 'delete') return;
    const type = typeOf(this.placeholders.value(kind, action.value));
    if (setTypes.includes(type) || (action.type === 'add' && type === 'N')) return;
    const operator = action.type.toUpperCase();
    throw invalidExpression(
      kind,
      `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${longNames[type]}, typeSet: ALLOWED_FOR_${operator}_OPERAND`,
    );
  }

  bind(action: UpdateAction): BoundAction {
    const path = this.path(action.path);
    if (action.type === 'set') return { type: 'set', path, value: this.compute(action.value).value };
    return action.type === 'remove' ? { type: 'remove', path } : { type: action.type, path, value: this.placeholders.value(kind, action.value) };
  }

  private compute(node: Assigned): Computed {
    if (node.type === 'value') {
      const value = this.placeholders.value(kind, node);
      return { type: typeOf(value), value: () => value };
    }
    if (node.type === 'path') {
      const path = this.path(node);
      return { type: undefined, value: (item) => valueAt(item, path) ?? missing() };
    }
    if (node.type === 'function') return node.name === 'if_not_exists' ? this.ifNotExists(node) : this.listAppend(node);
    return this.arithmetic(node.operator, node.left, node.right);
  }

  private arithmetic(operator: '+' | '-', leftNode: Operand, rightNode: Operand): Computed {
    const left = this.typed(operator, leftNode, 'N');
    const right = this.typed(operator, rightNode, 'N');
    return { type: 'N', value: (item) => ({ N: addNumbers(held(left(item), 'N'), held(right(item), 'N'), operator === '-') }) };
  }

  private listAppend(node: FunctionNode): Computed {
    this.checkCount(node, 2);
    const first = this.typed(node.name, node.operands[0]!, 'L');
    const second = this.typed(node.name, node.operands[1]!, 'L');
    return { type: 'L', value: (item) => ({ L: [...held(first(item), 'L'), ...held(second(item), 'L')] }) };
  }

  private ifNotExists(node: FunctionNode): Computed {
    this.checkCount(node, 2);
    const [target, otherwise] = node.operands;
    if (target!.type !== 'path') throw invalidExpression(kind, `Operator or function requires a document path; operator or function: ${node.name}`);
    const path = this.path(target!);
    const { value } = this.compute(otherwise!);
    return { type: undefined, value: (item) => valueAt(item, path) ?? value(item) };
  }

  private checkCount({ name, operands }: FunctionNode, count: number): void {
    if (operands.length === count) return;
    throw invalidExpression(
      kind,
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }

  private typed(operator: string, node: Operand, wanted: TypeName): Compute {
    const { type, value } = this.compute(node);
    if (type === undefined || type === wanted) return value;
    throw invalidExpression(kind, `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`);
  }
}

interface Computed {
  /** Where it is known beforehand. */
  readonly type: TypeName | undefined;
  readonly value: Compute;
}

function missing(): never {
  throw missingOperand();
}

function held<T extends 'N' | 'L'>(value: Value, type: T): NonNullable<Value[T]> {
  const found = value[type];
  if (found === undefined) throw wrongOperand();
  return found as NonNullable<Value[T]>;
}
