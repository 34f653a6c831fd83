import { limits } from '../../limits.js';
import { ExpressionReader } from './parseOperand.js';
import type { ExpressionKind } from './tokens.js';
import type { Comparator, Condition, FunctionNode, Operand, Parsed } from './tree.js';

const comparators = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** Something whose role the next token tells: an operand or a condition. */
interface Term {
  readonly condition?: Condition;
  readonly operand?: Operand;
  /** Has parentheses of its own. */
  readonly parenthesized?: boolean;
}

/** ConditionExpression, FilterExpression and KeyConditionExpression. */
export function parseCondition(kind: ExpressionKind, text: string): Parsed<Condition> {
  const reader = new ConditionReader(kind, text);
  const tree = reader.condition(reader.or());
  reader.expectEnd();
  return { tree, fault: reader.fault() };
}

class ConditionReader extends ExpressionReader {
  or(): Term {
    let term = this.and();
    while (this.isKeyword('OR')) {
      const left = this.condition(term);
      this.operator();
      term = { condition: { type: 'or', left, right: this.condition(this.and()) } };
    }
    return term;
  }

  private and(): Term {
    let term = this.not();
    while (this.isKeyword('AND')) {
      const left = this.condition(term);
      this.operator();
      term = { condition: { type: 'and', left, right: this.condition(this.not()) } };
    }
    return term;
  }

  private not(): Term {
    if (!this.isKeyword('NOT')) return this.comparison();
    this.operator();
    return { condition: { type: 'not', condition: this.condition(this.nested(() => this.not())) } };
  }

  private comparison(): Term {
    const term = this.term();
    if (this.current.type === 'symbol' && comparators.has(this.current.text)) {
      const left = this.operandOf(term);
      const operator = this.operator() as Comparator;
      return { condition: { type: 'compare', operator, left, right: this.operand() } };
    }
    if (this.isKeyword('BETWEEN')) return { condition: this.between(this.operandOf(term)) };
    return this.isKeyword('IN') ? { condition: this.in(this.operandOf(term)) } : term;
  }

  private between(operand: Operand): Condition {
    this.operator();
    const low = this.operand();
    if (!this.takeKeyword('AND')) throw this.unexpected();
    return { type: 'between', operand, low, high: this.operand() };
  }

  private in(operand: Operand): Condition {
    this.operator();
    this.expectSymbol('(');
    const list = this.list(() => this.operand());
    this.expectSymbol(')');
    if (list.length > limits.inOperands.value) this.note('operators', `The IN operator is provided with too many operands; number of operands: ${list.length}`);
    return { type: 'in', operand, list };
  }

  private operator(): string {
    this.countOperator();
    return this.advance().text;
  }

  /** An operand, or anything in parentheses. */
  private term(): Term {
    if (this.isSymbol('(')) return this.parenthesized();
    if (this.current.type === 'value') return { operand: this.value() };
    if (this.isFunctionCall()) return { operand: this.call(() => this.operand()) };
    return { operand: this.path() };
  }

  private parenthesized(): Term {
    this.advance();
    const { condition, operand, parenthesized } = this.nested(() => this.or());
    this.expectSymbol(')');
    if (parenthesized) this.noteRedundantParentheses();
    if (condition) return { condition, parenthesized: true };
    if (operand!.type === 'path' && (this.isSymbol('.') || this.isSymbol('['))) return { operand: this.pathFrom([...operand!.steps]) };
    return { operand: operand!, parenthesized: true };
  }

  /** Right of an operator and inside of functions. */
  private operand(): Operand {
    return this.operandOf(this.term());
  }

  private operandOf({ operand }: Term): Operand {
    if (operand === undefined) throw this.unexpected();
    if (operand.type === 'function' && operand.name !== 'size') this.misused(operand);
    return operand;
  }

  /** A bare path or value is no condition, a function may be. */
  condition({ condition, operand }: Term): Condition {
    if (condition) return condition;
    if (operand!.type !== 'function') throw this.unexpected();
    if (operand!.name === 'size') this.misused(operand!);
    return operand!;
  }

  private misused({ name }: FunctionNode): void {
    this.note('misuse', `The function is not allowed to be used this way in an expression; function: ${name}`);
  }
}
